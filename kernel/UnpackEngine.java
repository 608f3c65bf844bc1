import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.modeljungle.tensor.Torch;

/**
 * Loads the engine once, so that its native library is unpacked, and seen to work, before the first notebook. Asked for
 * a GPU, it computes on one.
 */
class UnpackEngine {
    public static void main(String[] args) {
        Torch.device(); // the engine starts as it does in notebooks
        Engine engine = Engine.getInstance();
        System.out.println(engine.getEngineName() + " " + engine.getVersion() + " on " + engine.defaultDevice());
        if (args.length > 0 && args[0].equals("gpu")) {
            useGpu(engine);
        }
    }

    private static void useGpu(Engine engine) {
        if (engine.getGpuCount() == 0) {
            System.err.println("PyTorch " + engine.getVersion() + " in " + System.getenv("PYTORCH_LIBRARY_PATH")
                    + " sees no GPU: nvidia-smi shows what the driver sees, CUDA_VISIBLE_DEVICES may hide it");
            System.exit(1);
        }
        try (NDManager memory = NDManager.newBaseManager(Device.gpu())) {
            float sum = memory.ones(new Shape(3, 3)).matMul(memory.ones(new Shape(3, 3))).sum().getFloat();
            System.out.println("a small product on the GPU: " + sum + ", expected 27.0");
        } catch (RuntimeException e) {
            System.err.println("PyTorch " + engine.getVersion() + " cannot compute on this GPU, which may be newer than it: "
                    + e.getMessage());
            System.exit(1);
        }
    }
}
