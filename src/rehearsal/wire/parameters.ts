import { AwsError } from "./error.ts";

interface Node {
  text?: string;
  readonly children: Map<string, Node>;
}

function emptyNode(): Node {
  return { children: new Map() };
}

function place(root: Node, path: readonly string[], text: string): void {
  let node = root;
  for (const part of path) {
    const next = node.children.get(part) ?? emptyNode();
    node.children.set(part, next);
    node = next;
  }
  node.text = text;
}

/** `Tags.member.1.Key` of the query protocol and `Tag.1.Key` of EC2's are both lists. */
function itemsOf(node: Node | undefined): readonly Node[] {
  const items = node?.children.get("member") ?? node;
  if (items === undefined) return [];
  const numbers = [...items.children.keys()].filter((key) => /^\d+$/.test(key)).map(Number);
  return numbers.sort((a, b) => a - b).flatMap((number) => items.children.get(`${number}`) ?? []);
}

function copy(node: Node, over: Node | undefined): Node {
  const names = new Set([...node.children.keys(), ...(over?.children.keys() ?? [])]);
  const merged: Node = emptyNode();
  for (const name of names) {
    // A list or leaf of the upper one takes the lower one's place whole, as launch template versions do.
    const child = over?.children.get(name) ?? node.children.get(name);
    if (child) merged.children.set(name, child);
  }
  return merged;
}

/** A leaf, a list or a structure, for those who show parameters again (launch template data). */
export type Shape = string | readonly Shape[] | { readonly [name: string]: Shape };

function shapeOf(node: Node): Shape {
  if (node.text !== undefined) return node.text;
  const items = itemsOf(node);
  if (items.length > 0) return items.map(shapeOf);
  return Object.fromEntries([...node.children].map(([name, child]) => [name, shapeOf(child)]));
}

/** The parameters of one call of AWS's query protocols, read by name and type. */
export class Parameters {
  readonly #node: Node;

  private constructor(node: Node) {
    this.#node = node;
  }

  static of(pairs: Iterable<readonly [string, string]>): Parameters {
    const root = emptyNode();
    for (const [name, text] of pairs) place(root, name.split("."), text);
    return new Parameters(root);
  }

  static empty(): Parameters {
    return new Parameters(emptyNode());
  }

  has(name: string): boolean {
    return this.#node.children.has(name);
  }

  text(name: string): string | undefined {
    return this.#node.children.get(name)?.text;
  }

  /** @throws AwsError `MissingParameter` */
  required(name: string): string {
    const text = this.text(name);
    if (text) return text;
    throw new AwsError("MissingParameter", `The request must contain the parameter ${name}`);
  }

  /** @throws AwsError `InvalidParameterValue` for what is not a whole number. */
  number(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    if (/^-?\d+$/.test(text)) return Number(text);
    throw new AwsError("InvalidParameterValue", `Value (${text}) for parameter ${name} is invalid.`);
  }

  flag(name: string): boolean | undefined {
    const text = this.text(name);
    return text === undefined ? undefined : text === "true";
  }

  /** The texts of a list; empty when it was not given. */
  texts(name: string): readonly string[] {
    return itemsOf(this.#node.children.get(name)).flatMap((item) => item.text ?? []);
  }

  /** The structures of a list; empty when it was not given. */
  list(name: string): readonly Parameters[] {
    return itemsOf(this.#node.children.get(name)).map((item) => new Parameters(item));
  }

  /** A structure; an empty one when it was not given. */
  structure(name: string): Parameters {
    return new Parameters(this.#node.children.get(name) ?? emptyNode());
  }

  /** These with those of `over` in their place, member by member. */
  under(over: Parameters): Parameters {
    return new Parameters(copy(this.#node, over.#node));
  }

  shape(): Shape {
    return shapeOf(this.#node);
  }
}
