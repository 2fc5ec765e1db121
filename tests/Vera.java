import java.io.InputStream;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;

/** Judges files by PDF/UA-1: a line PASS or FAIL for each, then a tabbed line for each broken rule. */
class Vera {
    private static final String RULES = "org/verapdf/pdfa/validation/PDFUA-1.xml";

    public static void main(String[] files) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        try (InputStream rules = Vera.class.getClassLoader().getResourceAsStream(RULES)) {
            ValidationProfile profile = Profiles.profileFromXml(rules);
            for (String file : files) {
                report(file, validate(Path.of(file), profile));
            }
        }
    }

    private static ValidationResult validate(Path file, ValidationProfile profile) throws Exception {
        var foundry = Foundries.defaultInstance();
        try (var parser = foundry.createParser(file.toFile(), profile.getPDFAFlavour());
                // every failure counts, passed assertions are not kept, no stop at the first failure
                var validator = foundry.createValidator(profile, Integer.MAX_VALUE, false, false, false)) {
            return validator.validate(parser);
        }
    }

    private static void report(String file, ValidationResult result) {
        var broken = new TreeMap<String, String>();
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                var rule = assertion.getRuleId();
                broken.putIfAbsent(
                        rule.getClause() + "-" + rule.getTestNumber(),
                        assertion.getMessage() + " @ " + assertion.getLocation().getContext());
            }
        }
        System.out.println((result.isCompliant() ? "PASS" : "FAIL") + "\t" + file);
        broken.forEach((rule, words) -> System.out.println("\t" + rule + ": " + words.replaceAll("\\s+", " ")));
    }
}
