//! Rows in columns.

/// What stands between two columns.
const GAP: usize = 2;

/// The rows in columns, cut to fit `columns` where there are so few.
pub fn print<const N: usize>(rows: &[[String; N]], columns: Option<usize>) -> String {
    let mut widths = [0; N];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(textwrap::core::display_width(cell));
        }
    }
    if let Some(columns) = columns {
        fit(&mut widths, columns.saturating_sub(GAP * N.saturating_sub(1)));
    }
    let line = |row: &[String; N]| {
        let cells = row.iter().zip(widths).map(|(cell, width)| padded(cell, width));
        cells.collect::<Vec<_>>().join(&" ".repeat(GAP)).trim_end().to_owned() + "\n"
    };
    rows.iter().map(line).collect()
}

/// Takes from the widest until all fit.
fn fit(widths: &mut [usize], columns: usize) {
    while widths.iter().sum::<usize>() > columns {
        match widths.iter_mut().max() {
            Some(widest) if *widest > 1 => *widest -= 1,
            _ => return,
        }
    }
}

/// `cell` in exactly `width` columns.
fn padded(cell: &str, width: usize) -> String {
    let mut text = String::new();
    let mut used = 0;
    let whole = textwrap::core::display_width(cell) <= width;
    let mut buffer = [0; 4];
    for character in cell.chars() {
        let takes = textwrap::core::display_width(character.encode_utf8(&mut buffer));
        if !whole && used + takes + 1 > width {
            text.push('…');
            used += 1;
            break;
        }
        text.push(character);
        used += takes;
    }
    text + &" ".repeat(width.saturating_sub(used))
}
