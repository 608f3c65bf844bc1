package org.modeljungle.help;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SourceParserTest {

    private static final String SOURCE = """
            package some.where;

            /**
             * A {@code List<String>} & a {@link java.util.Map#get(Object)}; see {@linkplain Some that}. More of {@value
             * #WORD}.
             *
             * <p>A <b>new</b> paragraph<script>alert(1)</script>:
             *
             * <ul>
             *   <li>one &lt; two
             * </ul>
             *
             * <pre>{@code
             * Some some = new Some("<a>");
             *     some.run();
             * }</pre>
             *
             * @param name what it is called
             * @param sizes how large // [rows, cols]
             */
            public record Some<T extends Number>(String name, int... sizes) implements Runnable {

                /** A word. */
                public static final String WORD = "hello";

                private static final int HIDDEN = 1;

                public Some {
                    if (name == null) {
                        throw new IllegalArgumentException();
                    }
                }

                /** Nothing in it. */
                public Some() {
                    this("");
                }

                /**
                 * Makes one.
                 *
                 * @param name its name
                 * @return the new one
                 * @throws java.io.IOException if it cannot be read
                 */
                public static <A extends Number> Some<A> of(java.util.Map<String, List<A>> name) {
                    return null;
                }

                /** Runs it. @throws IllegalStateException if it runs already */
                @Override
                public void run() {}

                void hidden() {}

                /** Something inside. */
                public interface Inner {
                    /** Does it. */
                    int work(String... words);
                }
            }
            """;

    private final TypeDoc some = SourceParser.parse(SOURCE).get(0);

    @Test
    void aDeclarationIsShownAsItIsWritten() {
        assertThat(some.header()).isEqualTo("record Some<T extends Number> implements Runnable");
        assertThat(some.qualifiedName()).isEqualTo("some.where.Some");
        assertThat(some.supertypes()).containsExactly("Runnable");
    }

    @Test
    void membersArePublicOnesWithNamesOfParameters() {
        assertThat(some.members().stream().map(MemberDoc::signature))
                .containsExactly(
                        "new Some(String name, int... sizes)",
                        "String WORD",
                        "new Some()",
                        "static <A extends Number> Some<A> of(java.util.Map<String, List<A>> name)",
                        "void run()");
        assertThat(some.members().get(0).types()).containsExactly("String", "int[]");
        assertThat(some.members().get(3).types()).containsExactly("Map");
    }

    @Test
    void aConstructorThatTakesItsOwnTypeIsNoCompactOne() {
        TypeDoc pair = SourceParser.parse("""
                        public record Pair(int a, int b) {
                            public Pair(Pair other, PairKind kind) {
                                this(other.a, other.b);
                            }

                            public Pair {}
                        }
                        """).get(0);
        assertThat(pair.members().stream().map(MemberDoc::signature))
                .containsExactly("new Pair(int a, int b)", "new Pair(Pair other, PairKind kind)");
    }

    @Test
    void aMethodOverridesWhatHasItsParameters() {
        List<TypeDoc> types = SourceParser.parse("""
                        interface Up<T> {
                            void run(int number);
                            void run(java.lang.String text);
                            void take(T value);
                        }

                        class Down implements Up<Integer> {
                            public void run(String text) {}
                            public void take(Integer value) {}
                        }
                        """);
        List<MemberDoc> up = types.get(0).members();
        List<MemberDoc> down = types.get(1).members();
        assertThat(down.get(0).overrides(up.get(0))).isFalse();
        assertThat(down.get(0).overrides(up.get(1))).isTrue();
        assertThat(down.get(1).overrides(up.get(2))).isTrue();
    }

    @Test
    void theMethodsOfAnInterfaceWithinArePublic() {
        TypeDoc inner = some.types().get(0);
        assertThat(inner.header()).isEqualTo("interface Some.Inner");
        assertThat(inner.members().get(0).signature()).isEqualTo("int work(String... words)");
    }

    @Test
    void commentsKeepTheirMarkupAndAllElseIsEscaped() {
        String html = some.comment().html();
        assertThat(html)
                .contains("<code>List&lt;String&gt;</code> &amp; a <code>Map.get(Object)</code>; see that.")
                .contains("<code>hello</code>")
                .contains("<b>new</b>")
                .contains("&lt;script&gt;")
                .contains("one &lt; two")
                .contains("new Some(&quot;&lt;a&gt;&quot;)")
                .doesNotContain("<script");
        assertThat(some.comment().first()).startsWith("A <code>List");
    }

    @Test
    void aRecordsComponentsAreItsConstructorsParameters() {
        assertThat(some.comment().params()).isEmpty();
        assertThat(some.members().get(0).comment().params())
                .containsEntry("name", "what it is called")
                .containsEntry("sizes", "how large // [rows, cols]");
    }

    @Test
    void tagsAreNamed() {
        String of = some.named("of").get(0).open(some);
        assertThat(of)
                .contains("<code>name</code> &ndash; its name")
                .contains("returns &ndash; the new one")
                .contains("throws &ndash; <code>IOException</code> if it cannot be read");
        assertThat(some.named("run").get(0).comment().html()).contains("Throws <code>IllegalStateException</code> if");
    }

    @Test
    void textKeepsParagraphsListsAndExamples() {
        assertThat(TypePage.of(some, List.of()).text().lines())
                .startsWith("record Some<T extends Number> implements Runnable", "  package some.where", "")
                .contains("  - one < two", "    Some some = new Some(\"<a>\");", "        some.run();")
                .contains("  void run()", "    Runs it. Throws IllegalStateException if it runs already");
    }
}
