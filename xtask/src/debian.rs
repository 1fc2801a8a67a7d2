//! Installing Debian's packages where that needs no question.

use std::path::Path;
use std::process::Command;

use crate::step::{self, Failure, Result};

/// Installs packages where that can be done without asking anybody: on Debian, as root.
///
/// # Errors
/// When it is not Debian, the user is not root, or a package cannot be had.
pub fn install(name: &str, packages: &[&str], usually: &str) -> Result<()> {
    let command = format!("apt-get install {}", packages.join(" "));
    if !Path::new("/etc/debian_version").exists() {
        return Err(Failure::new(
            "This is no Debian, so nothing was installed with apt-get.",
        ));
    }
    if !is_root() {
        return Err(Failure::new(format!(
            "Only root can install with apt-get. Run this as root: {command}"
        )));
    }
    let does = format!("installs {} with apt-get, once", packages.join(", "));
    step::part(name, &does, usually, || {
        let mut apt_get = Command::new("apt-get");
        apt_get.env("DEBIAN_FRONTEND", "noninteractive");
        // An old list still may name packages that can be had: only the second step decides.
        let updated = step::quietly(apt_get.arg("update"));
        let mut apt_get = Command::new("apt-get");
        step::quietly(
            apt_get
                .env("DEBIAN_FRONTEND", "noninteractive")
                .args(["install", "-y", "--no-install-recommends"])
                // Another installation may be going on.
                .args(["-o", "DPkg::Lock::Timeout=120"])
                .args(packages),
        )
        .map_err(|failure| match updated {
            Ok(_) => failure,
            Err(first) => Failure::new(format!("{first}\n{failure}")),
        })?;
        Ok(())
    })
}

fn is_root() -> bool {
    step::quietly(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}
