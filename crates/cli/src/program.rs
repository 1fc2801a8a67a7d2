//! Reading the program.

use std::fs;
use std::io::{self, ErrorKind, Read};

use protocol::Program;

use crate::arguments::Source;
use crate::failure::Failure;

pub(crate) fn read(source: &Source) -> Result<Program, Failure> {
    // As text in sentences: quoted, so that no name breaks a line.
    let (file, name, bytes) = match source {
        Source::Stdin => (
            "<stdin>".to_owned(),
            "Standard input".to_owned(),
            read_stdin(),
        ),
        Source::File(path) => (
            path.to_string_lossy().into_owned(),
            format!("{path:?}"),
            fs::read(path),
        ),
    };
    let bytes = bytes.map_err(|error| {
        Failure::new(match error.kind() {
            ErrorKind::NotFound => format!("There is no file {name}."),
            ErrorKind::IsADirectory => {
                format!("{name} is a folder: name the Python program in it.")
            }
            _ => format!("{name} cannot be read: {error}."),
        })
    })?;
    let source = String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let lines = error.as_bytes().iter().take(valid);
        let line = lines.filter(|&&byte| byte == b'\n').count() + 1;
        Failure::new(format!(
            "{name} is not UTF-8 in line {line}: save it as UTF-8."
        ))
    })?;
    Ok(Program { file, source })
}

fn read_stdin() -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    io::stdin().read_to_end(&mut bytes)?;
    Ok(bytes)
}
