package org.modeljungle.hub;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that answers with whatever bytes it is told to, each connection once. */
final class RawServer implements AutoCloseable {

    /** Answers one request. */
    @FunctionalInterface
    interface Script {
        /** Writes the answer, the whole of it; {@code count} requests came before. */
        void answer(String request, int count, OutputStream out) throws IOException, InterruptedException;
    }

    /** The heads of the requests. */
    final List<String> log = new CopyOnWriteArrayList<>();

    private final ServerSocket server;
    private final Script script;

    RawServer(Script script) throws IOException {
        this.script = script;
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    String address() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/blobs/";
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                start(() -> serve(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            StringBuilder head = new StringBuilder();
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                head.append(line).append('\n');
            }
            if (head.length() > 0) {
                int count = log.size();
                log.add(head.toString());
                script.answer(head.toString(), count, socket.getOutputStream());
                socket.getOutputStream().flush();
            }
        } catch (IOException e) {
            // the client has had enough
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** Writes a head, whose lines are given, and a body. */
    static void send(OutputStream out, byte[] body, String... lines) throws IOException {
        out.write((String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.write(body);
        out.flush();
    }

    /** The first byte that a request asks for; 0 where it asks for all. */
    static int from(String request) {
        return request.contains("bytes=") ? Integer.parseInt(request.replaceAll("(?s).*bytes=(\\d+)-.*", "$1")) : 0;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
