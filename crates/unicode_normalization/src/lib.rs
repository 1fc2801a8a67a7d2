//! Stands in for the crate of the same name, of which the Python parser uses one method: in Python,
//! names that have the same compatibility form (NFKC) are the same name, so `ﬁ = 1` sets `fi`. The
//! tables for it would make the engine a sixth larger, and every browser has them for its own
//! `String.prototype.normalize`. Natively they are ICU4X's.
//!
//! The form of a character is the same in every version of Unicode that has the character. A
//! browser that is older than one in a name leaves that one as it is.

/// Texts that have a compatibility form.
pub trait UnicodeNormalization {
    /// The characters of its compatibility form, composed (NFKC).
    fn nfkc(self) -> impl Iterator<Item = char>;
}

#[cfg(target_arch = "wasm32")]
impl UnicodeNormalization for &str {
    fn nfkc(self) -> impl Iterator<Item = char> {
        let normalized = String::from(js_sys::JsString::from(self).normalize("NFKC"));
        normalized.chars().collect::<Vec<_>>().into_iter()
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl UnicodeNormalization for &str {
    fn nfkc(self) -> impl Iterator<Item = char> {
        icu_normalizer::ComposingNormalizerBorrowed::new_nfkc().normalize_iter(self.chars())
    }
}
