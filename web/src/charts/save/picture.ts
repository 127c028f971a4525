import { paint } from './colour';
import { vectorOf } from './vector';

/** A part of the page as a drawing. */
export type Picture = { width: number; height: number; parts: readonly string[] };

type Place = { x: number; y: number };

const MARGIN = 12;
const FOOT = 18;
const FINENESS = 2;

/** Controls, tips and what only a screen reader is told are of no use in a picture. */
const LEFT_OUT = 'header :is(button, select, fieldset, details, input, label), [data-unsaved], .unseen, script, style, figcaption:empty';

/**
 * Draws a panel as it is shown: its text, its boxes' colours and its drawings, canvases of ECharts as lines and text.
 *
 * @param name what stands below
 */
export function pictureOf(panel: HTMLElement, name: string): Picture {
  const { left, top, width, height } = panel.getBoundingClientRect();
  const origin = { x: left - MARGIN, y: top - MARGIN };
  const [outer, total] = [Math.ceil(width + 2 * MARGIN), Math.ceil(height + 2 * MARGIN + FOOT)];
  const style = getComputedStyle(panel);
  const ground = paint(style.backgroundColor)?.fill ?? '#ffffff';
  const parts = [`<rect width="${outer}" height="${total}" fill="${ground}"/>`];
  for (const child of panel.childNodes) draw(child, origin, parts);
  parts.push(textPart(name, { x: MARGIN + 4, y: total - MARGIN }, { ...fontOf(style), size: '11px' }, paint(style.color)));
  return { width: outer, height: total, parts };
}

export function svgText({ width, height, parts }: Picture): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${parts.join('\n')}</svg>\n`;
}

export async function pngOf(picture: Picture): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText(picture))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = picture.width * FINENESS;
  canvas.height = picture.height * FINENESS;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the picture is too large for this browser'))), 'image/png');
  });
}

function draw(node: Node, origin: Place, parts: string[]): void {
  if (node instanceof Text) {
    drawText(node, origin, parts);
    return;
  }
  if (!(node instanceof Element) || node.matches(LEFT_OUT)) return;
  const style = getComputedStyle(node);
  if (style.display === 'none' || style.visibility === 'hidden') return;
  const box = node.getBoundingClientRect();
  const at = { x: box.left - origin.x, y: box.top - origin.y };
  if (node instanceof SVGSVGElement) parts.push(nested(styled(node), at));
  else if (node instanceof HTMLCanvasElement) parts.push(`<image x="${at.x}" y="${at.y}" width="${box.width}" height="${box.height}" href="${node.toDataURL()}"/>`);
  else {
    if (node instanceof HTMLElement) drawBox(style, { ...at, width: box.width, height: box.height }, parts);
    const lines = node instanceof HTMLElement ? vectorOf(node) : null;
    if (lines !== null) parts.push(nested(lines, at));
    else for (const child of node.childNodes) draw(child, origin, parts);
  }
}

function drawBox(style: CSSStyleDeclaration, { x, y, width, height }: Place & { width: number; height: number }, parts: string[]): void {
  const ground = paint(style.backgroundColor);
  if (!ground || width === 0 || height === 0) return;
  parts.push(`<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${Number.parseFloat(style.borderTopLeftRadius) || 0}" fill="${ground.fill}" fill-opacity="${ground.opacity}"/>`);
}

/** Word by word: where a line breaks, and how wide a blank is, is the page's business. */
function drawText(node: Text, origin: Place, parts: string[]): void {
  const parent = node.parentElement;
  if (!parent || node.data.trim() === '') return;
  const style = getComputedStyle(parent);
  const [font, ink, edge] = [fontOf(style), paint(style.color), clipOf(parent)];
  const ascent = ascentOf(font);
  const range = document.createRange();
  for (const { index, 0: word } of node.data.matchAll(/[^ \n\t]+/g)) {
    range.setStart(node, index);
    range.setEnd(node, index + word.length);
    const box = range.getBoundingClientRect();
    if (box.width === 0 || box.left >= edge) continue;
    parts.push(textPart(word, { x: box.left - origin.x, y: box.top - origin.y + ascent }, font, ink));
  }
}

/** Where text that is cut ends. */
function clipOf(element: Element): number {
  return getComputedStyle(element).overflowX === 'visible' ? Infinity : element.getBoundingClientRect().right;
}

type Font = { family: string; size: string; weight: string };

function fontOf({ fontFamily, fontSize, fontWeight }: CSSStyleDeclaration): Font {
  return { family: fontFamily, size: fontSize, weight: fontWeight };
}

let measure: CanvasRenderingContext2D | null = null;

function ascentOf({ family, size, weight }: Font): number {
  measure ??= document.createElement('canvas').getContext('2d');
  if (!measure) return Number.parseFloat(size);
  measure.font = `${weight} ${size} ${family}`;
  return measure.measureText('x').fontBoundingBoxAscent;
}

function textPart(text: string, { x, y }: Place, { family, size, weight }: Font, ink: ReturnType<typeof paint>): string {
  return `<text x="${x.toFixed(2)}" y="${y.toFixed(2)}" font-family="${escaped(family)}" font-size="${size}" font-weight="${weight}" fill="${ink?.fill ?? '#000000'}">${escaped(text)}</text>`;
}

/** What a style sheet gives a drawing. */
const STYLES = ['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-opacity', 'stroke-dasharray', 'opacity', 'font-family', 'font-size', 'font-weight', 'text-anchor', 'paint-order', 'stroke-linejoin', 'display'] as const;

/** A drawing of the page with its style sheet's values in itself. */
function styled(drawing: SVGSVGElement): string {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const copies = [copy, ...copy.querySelectorAll('*')];
  [drawing, ...drawing.querySelectorAll('*')].forEach((element, index) => {
    const style = getComputedStyle(element);
    const target = copies[index];
    for (const name of STYLES) target?.setAttribute(name, style.getPropertyValue(name));
    target?.removeAttribute('class');
    target?.removeAttribute('style');
  });
  const { width, height } = drawing.getBoundingClientRect();
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  return new XMLSerializer().serializeToString(copy);
}

function nested(svg: string, { x, y }: Place): string {
  return svg.slice(svg.indexOf('<svg')).replace('<svg', `<svg x="${x}" y="${y}"`);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
