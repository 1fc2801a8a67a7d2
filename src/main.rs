//! The page’s WebAssembly: see the library.

fn main() {
    gil_playground::begin();
}
