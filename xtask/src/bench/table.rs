//! How results are shown: as Markdown.

/// The middle one; `None` if there are none.
pub fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

/// The median of what was measured and, if it was measured several times, from where to where it
/// went.
pub fn cell(values: &[f64], decimals: usize) -> String {
    let Some(middle) = median(values.to_vec()) else {
        return "–".to_owned();
    };
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if values.len() == 1 {
        format!("{middle:.decimals$}")
    } else {
        format!("{middle:.decimals$} ({least:.decimals$} to {most:.decimals$})")
    }
}

/// A table with its columns in line, as it is to be read in a terminal, too.
pub fn table(head: &[String], rows: &[Vec<String>]) -> String {
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells
            .chain(head.get(column))
            .map(|cell| cell.chars().count())
            .max()
            .unwrap_or(0)
    };
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let line = |cells: &[String]| {
        let cells = cells.iter().zip(&widths);
        let cells: Vec<String> = cells
            .map(|(cell, &width)| format!(" {cell:<width$} "))
            .collect();
        format!("|{}|\n", cells.join("|"))
    };
    let rule: Vec<String> = widths.iter().map(|width| "-".repeat(width + 2)).collect();
    let mut text = line(head) + &format!("|{}|\n", rule.join("|"));
    for row in rows {
        text += &line(row);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_have_the_median_and_the_spread() {
        assert_eq!(cell(&[], 2), "–");
        assert_eq!(cell(&[1.234], 2), "1.23");
        assert_eq!(cell(&[3.0, 1.0, 2.0], 1), "2.0 (1.0 to 3.0)");
    }

    #[test]
    fn columns_are_straight() {
        let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect();
        let head: Vec<String> = row(&["a", "long"]);
        let table = table(&head, &[row(&["–", "x"]), row(&["four", "y"])]);
        assert_eq!(
            table,
            "\
| a    | long |
|------|------|
| –    | x    |
| four | y    |
"
        );
    }
}
