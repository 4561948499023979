//! Do the documents say what the program prints? `TRYCMD=overwrite cargo test --test documents` writes it anew.

#[test]
fn the_consoles_in_the_documents_show_what_is_printed() {
    trycmd::TestCases::new().case("../../docs/*.md");
}
