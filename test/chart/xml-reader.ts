/**
 * A strict reader for the XML the emitters write (elements, attributes, text, one declaration): throws on anything that is
 * not well-formed. Knows neither CDATA nor comments nor processing instructions, since none is written.
 */
export interface XmlRead {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (XmlRead | string)[];
}

const NAME = '[A-Za-z_][\\w:.-]*';
const START = new RegExp(`<(${NAME})((?:\\s+${NAME}="[^"<]*")*)\\s*(/?)>`, 'y');
const END = new RegExp(`</(${NAME})\\s*>`, 'y');
const TEXT = /[^<]+/y;
const ENTITY: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decode(text: string): string {
  return text.replace(/&([^;]*;?)/g, (whole, body: string) => {
    const numeric = /^#(\d+);$/.exec(body)?.[1];
    if (numeric !== undefined) return String.fromCodePoint(Number(numeric));
    const named = body.endsWith(';') ? ENTITY[body.slice(0, -1)] : undefined;
    if (named === undefined) throw new SyntaxError(`not an entity: ${whole}`);
    return named;
  });
}

export function readXml(xml: string): XmlRead {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters XML forbids
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(xml)) throw new SyntaxError('forbidden character');
  const source = xml.replace(/^<\?xml [^?]*\?>\n/, '').trim();
  let at = 0;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(source);
    if (found !== null) at = pattern.lastIndex;
    return found;
  };
  const element = (): XmlRead => {
    const start = match(START);
    if (start === null) throw new SyntaxError(`expected an element at ${source.slice(at, at + 60)}`);
    const [, name = '', rawAttributes = '', closed] = start;
    const attributes: Record<string, string> = {};
    for (const [, key = '', value = ''] of rawAttributes.matchAll(new RegExp(`(${NAME})="([^"]*)"`, 'g'))) {
      if (Object.hasOwn(attributes, key)) throw new SyntaxError(`attribute ${key} twice`);
      attributes[key] = decode(value);
    }
    const children: (XmlRead | string)[] = [];
    if (closed === '/') return { name, attributes, children };
    for (;;) {
      const end = match(END);
      if (end !== null) {
        if (end[1] !== name) throw new SyntaxError(`</${end[1]}> ends <${name}>`);
        return { name, attributes, children };
      }
      const text = match(TEXT);
      children.push(text === null ? element() : decode(text[0]));
    }
  };
  const root = element();
  if (at !== source.length) throw new SyntaxError('more than one root');
  return root;
}

export const elementsOf = (root: XmlRead): readonly XmlRead[] => [
  root,
  ...root.children.flatMap((child) => (typeof child === 'string' ? [] : elementsOf(child))),
];

/** All text and attribute values below an element. */
export const wordsOf = (root: XmlRead): string =>
  elementsOf(root)
    .flatMap(({ attributes, children }) => [
      ...Object.values(attributes),
      ...children.filter((child) => typeof child === 'string'),
    ])
    .join(' ');
