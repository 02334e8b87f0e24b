// Reads the files of the folder that is named with the real parsers, and prints what each says as a line of JSON: its
// name, its outline (what stands in it, without comments), and why it is refused if it is.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import * as gherkin from "@cucumber/gherkin";
import * as messages from "@cucumber/messages";
import { compile } from "@mdx-js/mdx";
import * as olderGherkin from "gherkin-26";
import * as olderMessages from "messages-21";
import remarkFrontmatter from "remark-frontmatter";
import remarkGfm from "remark-gfm";

function feature({ AstBuilder, GherkinClassicTokenMatcher, Parser }, { IdGenerator }, text) {
  const parser = new Parser(new AstBuilder(IdGenerator.incrementing()), new GherkinClassicTokenMatcher());
  const { feature } = parser.parse(text);
  const words = (text) => (text ?? "").split(/\s+/).filter(Boolean).filter((word) => word !== "#").join(" ");
  // Some versions count comments among the lines of a description.
  const described = (text) => words((text ?? "").replace(/^\s*#.*$/gm, ""));
  const steps = (part) => part.steps.map((step) => [step.keyword, step.text]);
  const part = ({ background, rule, scenario }) => {
    const one = background ?? rule ?? scenario;
    const inside = rule ? rule.children.map(part) : steps(one);
    return [one.keyword, one.name, described(one.description), (one.tags ?? []).map((tag) => tag.name), inside];
  };
  return [feature.name, feature.language, described(feature.description), feature.tags.map((tag) => tag.name), feature.children.map(part)];
}

async function page(text) {
  const outline = [];
  const walk = (node) => {
    const isComment = /^mdx(Flow|Text)Expression$/.test(node.type) && /^\s*\/\*[^]*\*\/\s*$/.test(node.value);
    if (isComment) return null;
    const children = (node.children ?? []).map(walk).filter(Boolean);
    // A paragraph of nothing but a comment is none.
    if (node.type === "paragraph" && children.length === 0) return null;
    const text = node.type === "text" ? node.value.trim() : (node.value ?? "");
    if (node.type === "text" && text === "") return null;
    return [node.type, node.depth ?? node.ordered ?? node.checked ?? null, text, ...children];
  };
  const keep = () => (tree) => void outline.push(walk(tree));
  await compile(text, { remarkPlugins: [remarkFrontmatter, remarkGfm, keep] });
  return outline;
}

const [folder] = process.argv.slice(2);
for (const name of readdirSync(folder).sort()) {
  const text = readFileSync(join(folder, name), "utf8");
  try {
    const outline = name.endsWith(".mdx")
      ? await page(text)
      : [feature(gherkin, messages, text), feature(olderGherkin, olderMessages, text)];
    console.log(JSON.stringify({ name, outline }));
  } catch (error) {
    console.log(JSON.stringify({ name, refused: String(error.message) }));
  }
}
