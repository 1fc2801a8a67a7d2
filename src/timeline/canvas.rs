//! A canvas that is painted pixel by pixel, in the pixels of the screen.

use js_sys::{Object, Reflect};
use timeline::{Colour, Picture};
use wasm_bindgen::{Clamped, JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

/// A canvas and its context.
pub struct Canvas {
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
}

impl Canvas {
    /// `None` if the browser has none.
    pub fn of(canvas: HtmlCanvasElement) -> Option<Self> {
        let options = Object::new();
        // Whole pictures come from memory, so it should stay there.
        Reflect::set(&options, &"willReadFrequently".into(), &true.into()).ok()?;
        let context = canvas.get_context_with_context_options("2d", &options);
        let context = context.ok()??.dyn_into().ok()?;
        Some(Self { canvas, context })
    }

    /// Gives it so many pixels. Then it is empty, unless it had them before.
    pub fn resize(&self, width: u32, height: u32) {
        if self.canvas.width() != width {
            self.canvas.set_width(width);
        }
        if self.canvas.height() != height {
            self.canvas.set_height(height);
        }
    }

    /// Its pixels.
    pub fn size(&self) -> (u32, u32) {
        (self.canvas.width(), self.canvas.height())
    }

    /// What else can be drawn onto it, after the picture.
    pub fn context(&self) -> &CanvasRenderingContext2d {
        &self.context
    }

    /// Puts a picture into its upper left corner.
    pub fn put(&self, picture: &Picture) -> Result<(), JsValue> {
        if picture.width() == 0 || picture.height() == 0 {
            return Ok(());
        }
        let bytes = Clamped(picture.bytes());
        let data =
            ImageData::new_with_u8_clamped_array_and_sh(bytes, picture.width(), picture.height())?;
        self.context.put_image_data(&data, 0.0, 0.0)
    }

    /// A colour of CSS as the browser understands it; `None` if it does not, or if it is not opaque.
    pub fn colour(&self, css: &str) -> Option<Colour> {
        self.context.set_fill_style_str("#000000");
        self.context.set_fill_style_str(css);
        // An opaque colour is given back as six digits, however it was written.
        let normal: String = Reflect::get(&self.context, &"fillStyle".into())
            .ok()?
            .as_string()?;
        let number = u32::from_str_radix(normal.strip_prefix('#')?, 16).ok()?;
        let [_, red, green, blue] = number.to_be_bytes();
        Some([red, green, blue])
    }
}
