package org.modeljungle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabPackagesTest {

    private static final String INSIDE = "pictures/svg";

    @TempDir
    Path folder;

    @Test
    void findsTheLabOfAFolderAbove() throws IOException {
        Path packages = Files.createDirectories(folder.resolve(".lab/venv/lib/python3.11/site-packages/" + INSIDE));
        Path here = Files.createDirectories(folder.resolve("notebooks/deep"));
        assertThat(LabPackages.find(INSIDE, name -> null, here)).contains(packages);
        assertThat(LabPackages.find("pictures/png", name -> null, here)).isEmpty();
    }

    @Test
    void whatTheVariableNamesComesFirst() throws IOException {
        Files.createDirectories(folder.resolve(".lab/venv/lib/python3.11/site-packages/" + INSIDE));
        Path windows = Files.createDirectories(folder.resolve("windows/Lib/site-packages/" + INSIDE));
        Path plain = Files.createDirectories(folder.resolve("plain/" + INSIDE));
        String both = folder.resolve("plain") + File.pathSeparator + folder.resolve("windows");
        assertThat(LabPackages.find(INSIDE, name -> both, folder)).contains(plain);
        String second = folder.resolve("none") + File.pathSeparator + folder.resolve("windows");
        assertThat(LabPackages.find(INSIDE, name -> second, folder)).contains(windows);
    }

    @Test
    void whatIsNotInstalledIsAClearError() {
        assertThatThrownBy(() -> LabPackages.require("no_such_package/x", "the pictures", "no-such-package==1.0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the pictures: expected the Python package no-such-package==1.0, found none;"
                        + " `environment/lab --setup` installs it for the notebooks; elsewhere `pip install"
                        + " no-such-package==1.0` and set MODELJUNGLE_PACKAGES to that Python environment's folder");
    }
}
