/**
 * The little XML that SCXML and SVG need: elements as data, escaped once, when they are written.
 *
 * Invariant: what {@link writeXml} returns is well-formed whatever the texts hold: the five special characters are
 * escaped, and characters XML 1.0 forbids (section 2.2) become U+FFFD.
 */

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number | undefined>>;
  readonly children: readonly XmlNode[];
}
/** A string is text, to be escaped. */
export type XmlNode = XmlElement | string;

export function element(
  name: string,
  attributes: XmlElement['attributes'] = {},
  children: readonly XmlNode[] = [],
): XmlElement {
  return { name, attributes, children };
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
};

/** Everything outside XML 1.0's `Char`: most control characters, lone surrogates, U+FFFE and U+FFFF. */
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** Safe in attribute values (either quote) and in text; line breaks survive attribute normalisation. */
export function escapeXml(text: string): string {
  return text.replace(FORBIDDEN, '\ufffd').replace(/[&<>"'\n\r\t]/g, (character) => ENTITIES[character] as string);
}

function startOf({ name, attributes }: XmlElement): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`);
  return `<${name}${written.join('')}`;
}

/** Indented by two spaces; an element that holds text is written on one line, since white space would change it. */
export function writeXml(node: XmlNode, indent = ''): string {
  if (typeof node === 'string') return `${indent}${escapeXml(node)}`;
  const start = `${indent}${startOf(node)}`;
  if (node.children.length === 0) return `${start}/>`;
  const inline = node.children.some((child) => typeof child === 'string');
  if (inline) return `${start}>${node.children.map((child) => writeXml(child)).join('')}</${node.name}>`;
  return `${start}>\n${node.children.map((child) => writeXml(child, `${indent}  `)).join('\n')}\n${indent}</${node.name}>`;
}
