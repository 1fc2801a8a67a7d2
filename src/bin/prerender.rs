//! Writes the figures as they look before they come alive: `prerender FOLDER`.

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("Which folder? prerender FOLDER");
        return ExitCode::from(2);
    };
    match write(&folder) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("Cannot write the figures to {}: {error}.", folder.display());
            ExitCode::FAILURE
        }
    }
}

fn write(folder: &std::path::Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    // Yew renders on the thread that it is called on.
    let local = tokio::task::LocalSet::new();
    for (name, html) in local.block_on(&runtime, gil_playground::figures()) {
        std::fs::write(folder.join(format!("{name}.html")), html)?;
    }
    Ok(())
}
