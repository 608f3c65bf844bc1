import ai.djl.engine.Engine;

/**
 * Loads the engine once, so that its native library is unpacked, and seen to work, before the first notebook. Asked for
 * a GPU, it fails where the engine sees none.
 */
class UnpackEngine {
    public static void main(String[] args) {
        Engine engine = Engine.getInstance();
        System.out.println(engine.getEngineName() + " " + engine.getVersion() + " on " + engine.defaultDevice());
        if (args.length > 0 && args[0].equals("gpu") && engine.getGpuCount() == 0) {
            System.err.println("PyTorch " + engine.getVersion() + " in " + System.getenv("PYTORCH_LIBRARY_PATH")
                    + " sees no GPU: nvidia-smi shows what the driver sees, CUDA_VISIBLE_DEVICES may hide it");
            System.exit(1);
        }
    }
}
