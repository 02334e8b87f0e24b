//! "Did you mean": the name that was probably meant.

/// The one of `names` that `name` was probably meant to be, if any is near: at most one letter in
/// three is wrong, letter case and the sort of dash aside.
pub fn nearest<'a>(name: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = |name: &str| name.trim().to_lowercase().replace(['_', ' '], "-");
    let name = plain(name);
    let length = name.chars().count();
    names
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&name, &plain(candidate)), candidate))
        .filter(|(distance, candidate)| {
            *distance <= (length.max(candidate.chars().count()) / 3).max(1)
                && *distance < length.max(1)
        })
        .min()
        .map(|(_, candidate)| candidate)
}

/// The names as code, with commas: `` `a`, `b` ``.
pub(crate) fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn near_is_at_most_a_third_wrong() {
        let names = ["aliases", "name", "kind", "end-user"];
        assert_eq!(nearest("aliasses", names), Some("aliases"));
        assert_eq!(nearest("alias", names), Some("aliases"));
        assert_eq!(nearest("End_User", names), Some("end-user"));
        assert_eq!(nearest("enduser", names), Some("end-user"));
        assert_eq!(nearest("nmae", names), Some("name"));
        assert_eq!(nearest("budget", names), None);
        assert_eq!(nearest("", names), None);
        assert_eq!(nearest("x", ["y"]), None);
    }
}
