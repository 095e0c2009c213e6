package io.github.mzmaven.mojo;

import io.github.mzmaven.config.Secret;
import io.github.mzmaven.config.ServerLookup;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.SettingsProblem;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;

/** Looks credentials up in settings.xml; Maven 3 decrypts when asked, Maven 4 has done so already. */
final class SettingsServers implements ServerLookup {
    private final Settings settings;
    private final SettingsDecrypter decrypter;

    SettingsServers(Settings settings, SettingsDecrypter decrypter) {
        this.settings = settings;
        this.decrypter = decrypter;
    }

    @Override
    public List<String> ids() {
        return settings.getServers().stream()
                .map(org.apache.maven.settings.Server::getId)
                .toList();
    }

    @Override
    public Server find(String id) {
        org.apache.maven.settings.Server server = settings.getServer(id);
        if (server == null) {
            return null;
        }
        String password = server.getPassword();
        return new Server(server.getUsername(), password == null || password.isEmpty() ? null : new Secret(password));
    }

    @Override
    public Secret decrypt(String id) {
        SettingsDecryptionResult result =
                decrypter.decrypt(new DefaultSettingsDecryptionRequest(settings.getServer(id)));
        String problems = result.getProblems().stream()
                .filter(problem -> problem.getSeverity() != SettingsProblem.Severity.WARNING)
                .map(SettingsProblem::getMessage)
                .collect(Collectors.joining("; "));
        if (!problems.isEmpty()) {
            throw new IllegalStateException(problems);
        }
        return new Secret(result.getServer().getPassword());
    }
}
