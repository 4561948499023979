//! A target that does nothing: how fast is libFuzzer alone? `fuzz/rates` measures the others as a share of it.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    std::hint::black_box(data);
});
