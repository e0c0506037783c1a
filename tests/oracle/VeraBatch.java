// Asks veraPDF about many files in one virtual machine: for each file and flavour one line "OK" or one line per broken rule.
import java.io.FileInputStream;
import java.util.TreeSet;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

public class VeraBatch {
    public static void main(String[] files) {
        VeraGreenfieldFoundryProvider.initialise();
        for (String file : files) {
            for (PDFAFlavour flavour : new PDFAFlavour[] {PDFAFlavour.PDFA_3_A, PDFAFlavour.PDFUA_1}) {
                check(file, flavour);
            }
        }
    }

    private static void check(String file, PDFAFlavour flavour) {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new FileInputStream(file), flavour)) {
            PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false);
            ValidationResult result = validator.validate(parser);
            TreeSet<String> broken = new TreeSet<>();
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                    broken.add(assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber() + " "
                            + assertion.getMessage());
                }
            }
            if (result.isCompliant() && broken.isEmpty()) {
                report(file, flavour, "OK");
            } else if (broken.isEmpty()) {
                report(file, flavour, "not compliant");
            }
            for (String rule : broken) {
                report(file, flavour, rule);
            }
        } catch (Exception | LinkageError problem) {
            report(file, flavour, "not checked: " + problem);
        }
    }

    private static void report(String file, PDFAFlavour flavour, String text) {
        System.out.println("RESULT\t" + file + "\t" + flavour.getId() + "\t" + text.replaceAll("\\s+", " "));
    }
}
