import ai.djl.engine.Engine;

/** Loads the engine once, so that its native library is unpacked, and seen to work, before the first notebook. */
class UnpackEngine {
    public static void main(String[] args) {
        Engine engine = Engine.getInstance();
        System.out.println(engine.getEngineName() + " " + engine.getVersion() + " on " + engine.defaultDevice());
    }
}
