"""Files go from here to the reference implementation, Python's safetensors, and back."""

import shutil
import tempfile
from pathlib import Path

import ml_dtypes
import numpy
from kernel_case import KernelCase
from safetensors import TensorSpec, deserialize, serialize

METADATA = {"caption": 'a "red" circle\n\u00e9\U0001f333'}

# the reference's names of types, ours, and numpy's, where it has them
TYPES = {
    "bool": ("BOOL", numpy.bool_),
    "uint8": ("U8", numpy.uint8),
    "int8": ("I8", numpy.int8),
    "float8_e5m2": ("F8_E5M2", ml_dtypes.float8_e5m2),
    "float8_e4m3fn": ("F8_E4M3", ml_dtypes.float8_e4m3fn),
    "float8_e8m0fnu": ("F8_E8M0", ml_dtypes.float8_e8m0fnu),
    "float8_e4m3fnuz": ("F8_E4M3FNUZ", ml_dtypes.float8_e4m3fnuz),
    "float8_e5m2fnuz": ("F8_E5M2FNUZ", ml_dtypes.float8_e5m2fnuz),
    "int16": ("I16", numpy.int16),
    "uint16": ("U16", numpy.uint16),
    "float16": ("F16", numpy.float16),
    "bfloat16": ("BF16", ml_dtypes.bfloat16),
    "int32": ("I32", numpy.int32),
    "uint32": ("U32", numpy.uint32),
    "float32": ("F32", numpy.float32),
    "complex64": ("C64", numpy.complex64),
    "float64": ("F64", numpy.float64),
    "int64": ("I64", numpy.int64),
    "uint64": ("U64", numpy.uint64),
}
FLOATS = [name for name in TYPES if "float" in name]


def patterns(kind):
    """Every number of a type of 16 bits or fewer, many of a longer one."""
    size = numpy.dtype(kind).itemsize
    if kind is numpy.bool_:
        return numpy.array([True, False])
    if size <= 2:
        return numpy.arange(256**size, dtype=numpy.uint8 if size == 1 else numpy.uint16).view(kind)
    bits = numpy.random.default_rng(1).integers(0, 256, 1000 * size, dtype=numpy.uint8)
    return bits.view(kind)


def write(path, arrays):
    """By the reference, which is given types by name and bytes by address."""
    specs = {}
    for name, array in arrays.items():
        address, size = array.ctypes.data, array.nbytes
        specs[name] = TensorSpec(dtype=name, shape=list(array.shape), data_ptr=address, data_len=size)
    path.write_bytes(serialize(specs, METADATA))


class ReferenceImplementation(KernelCase):
    """What Python wrote is read and written again to the same bytes; every number is widened as numpy widens it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.folder = Path(tempfile.mkdtemp(prefix="safetensors test "))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.arrays = {name: patterns(kind) for name, (_, kind) in TYPES.items()}
        write(cls.folder / "python.safetensors", cls.arrays)
        cell = 'Path folder = Path.of("{}"); Safetensors file = Safetensors.open(folder.resolve("python.safetensors"));'
        cls.kernel.run(cell.format(cls.folder.as_posix()))

    def test_types_and_remarks_are_understood(self):
        shown = self.ok("for (var t : file.names()) System.out.println(t + ' ' + file.info(t).dtype());").printed
        expected = {f"{name} {ours}" for name, (ours, _) in TYPES.items()}
        self.assertEqual(expected, set(shown.strip().splitlines()))
        self.assertEqual(METADATA["caption"], self.ok('System.out.print(file.metadata().get("caption"));').printed)

    def test_a_copy_has_the_same_bytes(self):
        self.ok(
            "Map<String, Weight> all = new HashMap<>();"
            "file.names().forEach(name -> all.put(name, Weight.of(file, name)));"
            'Safetensors.write(folder.resolve("java.safetensors"), all, file.metadata());'
        )
        ours = (self.folder / "java.safetensors").read_bytes()
        read = {name: tensor for name, tensor in deserialize(ours)}
        self.assertEqual(set(TYPES), set(read))
        for name, array in self.arrays.items():
            self.assertEqual(TYPES[name][0], read[name]["dtype"])
            self.assertEqual(array.tobytes(), bytes(read[name]["data"]), name)
        self.assertEqual((self.folder / "python.safetensors").read_bytes(), ours)

    def test_every_float_is_widened_exactly(self):
        self.ok(
            "Map<String, Weight> wide = new HashMap<>();"
            "for (String name : file.names()) if (file.info(name).dtype().isFloat())"
            " wide.put(name, Weight.of(file.floats(name), file.info(name).elements()));"
            'Safetensors.write(folder.resolve("wide.safetensors"), wide, Map.of());'
        )
        read = dict(deserialize((self.folder / "wide.safetensors").read_bytes()))
        self.assertEqual(set(FLOATS), set(read))
        for name in FLOATS:
            found = numpy.frombuffer(read[name]["data"], dtype=numpy.float32)
            with numpy.errstate(all="ignore"):
                expected = self.arrays[name].astype(numpy.float32)
            numpy.testing.assert_array_equal(numpy.isnan(expected), numpy.isnan(found), name)
            same = ~numpy.isnan(expected)
            bits = [numbers[same].view(numpy.uint32) for numbers in (expected, found)]
            numpy.testing.assert_array_equal(*bits, err_msg=name)

    def test_every_whole_number_is_read_exactly(self):
        for name, (_, kind) in TYPES.items():
            if name in FLOATS or name == "complex64":
                continue
            if name == "uint64":  # beyond 2^63: as bytes only
                continue
            total = self.ok(f'java.util.Arrays.stream(file.longs("{name}")).sum()').value
            with numpy.errstate(over="ignore"):
                expected = self.arrays[name].astype(numpy.int64).sum(dtype=numpy.int64)
            self.assertEqual(str(expected), total, name)
