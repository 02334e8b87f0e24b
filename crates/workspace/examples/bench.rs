//! bench
use review::*;
use std::{path::Path, sync::Arc, time::Instant};
use workspace::*;
fn main() {
    let names = fixture::project::roles(60);
    let docs = fixture::project::documents(7, std::env::var("N").ok().and_then(|n| n.parse().ok()).unwrap_or(2000), &names);
    let roles: Vec<Role> = names
        .iter()
        .map(|n| Role { name: n.clone(), declared: vec![Place::here(1)], ..Role::default() })
        .collect();
    println!("{} bytes", docs.iter().map(|d| d.1.len()).sum::<usize>());
    for _ in 0..1 {
        let t = Instant::now();
        let index = Index::new(Path::new("/p"), Arc::new(roles.clone()), &docs, |(p, t)| {
            Some(Source { path: p.into(), text: t.as_str().into() })
        });
        println!("index {:?}", t.elapsed());
        let t = Instant::now();
        let v = index.vocabulary();
        let role = v.index_of("store clerk").unwrap();
        let renaming = Renaming::new(
            v,
            Mention { span: Span::default(), role, name: NameKind::Canonical },
            "shop assistant",
        )
        .unwrap();
        let n: usize =
            index.files().map(|(_, f)| f.sheet().renamed(f.heard(), &renaming).len()).sum();
        println!("rename {n} edits {:?} {:?}", t.elapsed(), index.count_of(role));
        let t = Instant::now();
        let i2 = index.declaring(Arc::new(roles[1..].to_vec()));
        println!("other roles {:?} {}", t.elapsed(), i2.files().count());
        let rss = std::fs::read_to_string("/proc/self/status").unwrap();
        println!("{}", rss.lines().find(|l| l.starts_with("VmRSS")).unwrap());
    }
}
