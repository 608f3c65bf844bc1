package org.modeljungle;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs the tests of some packages where there is no Maven; the last line that it prints is JSON. */
final class TestsOnDevice {

    private TestsOnDevice() {}

    /**
     * Runs.
     *
     * @param arguments packages, such as {@code org.modeljungle.tensor}, and classes to leave out: {@code -TorchTest}
     */
    public static void main(String[] arguments) throws IOException {
        Map<Boolean, List<String>> all =
                Arrays.stream(arguments).collect(Collectors.partitioningBy(name -> name.startsWith("-")));
        String[] leftOut =
                all.get(true).stream().map(name -> ".*\\." + name.substring(1)).toArray(String[]::new);
        LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request();
        all.get(false).forEach(name -> request.selectors(DiscoverySelectors.selectPackage(name)));
        if (leftOut.length > 0) {
            request.filters(ClassNameFilter.excludeClassNamePatterns(leftOut));
        }
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request.build(), listener);
        TestExecutionSummary summary = listener.getSummary();
        List<String> failed =
                summary.getFailures().stream().map(TestsOnDevice::text).toList();
        System.out.println(new JsonMapper()
                .writeValueAsString(Map.of(
                        "n", summary.getTestsSucceededCount(),
                        "found", summary.getTestsFoundCount(),
                        "failures", failed)));
        System.exit(0); // a test may have left a thread
    }

    private static String text(TestExecutionSummary.Failure failure) {
        String where = failure.getTestIdentifier().getUniqueId().replaceAll(".*\\[class:|\\]", "");
        String said = String.valueOf(failure.getException().getMessage());
        return where + ": " + said.lines().limit(3).toList();
    }
}
