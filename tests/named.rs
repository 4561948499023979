//! One named test a case, as a library's author would write it with libtest-mimic.

use audiometer::{Reference, assert_case, cases};
use libtest_mimic::{Arguments, Trial};

fn main() {
    let trials = cases("jwt-bcp").map(|case| {
        Trial::test(case.id(), move || {
            assert_case(&case, &mut Reference::strict());
            Ok(())
        })
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit();
}
