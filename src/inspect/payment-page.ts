/**
 * One payment as one HTML file: chart, slider, sequence, network, steps and raw events, readable from disk for ever.
 *
 * Invariant: the file needs and asks for nothing else; its Content-Security-Policy allows its own script and style by their
 * hashes and nothing more, so hostile text in it could not run even if it got out of its place. Data stands in a JSON
 * block in which `<` is escaped, so no text can end the block.
 */
import { createHash } from 'node:crypto';
import { INSPECTOR_CSS, PAYMENT_PAGE_JS } from './page.generated.ts';
import type { PaymentPicture } from './picture.ts';

/** The id of the JSON block; `page/payment-file.tsx` reads it. */
const DATA_ID = 'picture';

export function paymentPage(picture: PaymentPicture): string {
  const policy = `default-src 'none'; script-src ${hashOf(PAYMENT_PAGE_JS)}; style-src ${hashOf(INSPECTOR_CSS)}; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>payment ${picture.paymentHash.slice(0, 8)}</title>
<style>${INSPECTOR_CSS}</style></head>
<body><div id="app"></div><noscript>This page needs JavaScript for its slider; sendpay show does without.</noscript>
<script type="application/json" id="${DATA_ID}">${embedded(picture)}</script>
<script>${PAYMENT_PAGE_JS}</script></body></html>
`;
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** JSON that can stand in a script block: no `<` means no end tag and no comment. */
function embedded(value: unknown): string {
  return JSON.stringify(value)
    .replace(/</g, '\\u003c')
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029');
}
