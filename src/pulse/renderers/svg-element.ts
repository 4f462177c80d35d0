export const escapeXml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** A hundredth of a pixel is enough, and keeps the file small and the same everywhere. */
const attributeText = (value: string | number): string =>
  typeof value === 'number' ? String(Number(value.toFixed(2))) : escapeXml(value);

type Attributes = Readonly<Record<string, string | number>>;

/** @param content markup, already escaped */
export function svgElement(name: string, attributes: Attributes, content = ''): string {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${attributeText(value)}"`);
  return content === '' ? `<${name}${pairs.join('')}/>` : `<${name}${pairs.join('')}>${content}</${name}>`;
}

export const svgText = (x: number, y: number, text: string, attributes: Attributes = {}): string =>
  svgElement('text', { x, y, ...attributes }, escapeXml(text));

export const svgLine = (x1: number, y1: number, x2: number, y2: number, attributes: Attributes): string =>
  svgElement('line', { x1, y1, x2, y2, ...attributes });
