/**
 * How wide text is, without a font at hand, and where to break it.
 *
 * The widths are those of DejaVu Sans, in thousandths of the font size, measured in a browser. It and Verdana are the
 * widest of the faces in {@link FONT_FAMILY}, so a label laid out with them fits its box in the others too.
 * Invariant: `wrap` loses no character but the blanks it breaks at, and every line it gives fits.
 */

export const FONT_FAMILY = "'DejaVu Sans', Verdana, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

export interface TextStyle {
  /** Font size in user units. */
  readonly size: number;
  readonly bold?: boolean;
}

/** Characters 32 to 126. */
const REGULAR = [
  318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636, 636, 636, 636,
  636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863,
  748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635,
  615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636,
  337, 636, 838,
];
const BOLD = [
  348, 456, 521, 838, 696, 1002, 872, 306, 457, 457, 523, 838, 380, 415, 380, 365, 696, 696, 696, 696, 696, 696, 696,
  696, 696, 696, 400, 400, 838, 838, 838, 580, 1000, 774, 762, 734, 830, 683, 683, 821, 837, 372, 372, 775, 637, 995,
  837, 850, 733, 850, 770, 720, 682, 812, 774, 1103, 771, 724, 725, 457, 365, 457, 838, 500, 500, 675, 716, 593, 716,
  678, 435, 716, 712, 343, 343, 665, 343, 1042, 712, 687, 716, 716, 493, 595, 478, 712, 652, 924, 645, 652, 582, 712,
  365, 712, 838,
];
/** Anything else: as wide as the widest symbols and ideographs met in practice. */
const OTHER = 1080;

export function widthOf(text: string, { size, bold = false }: TextStyle): number {
  const widths = bold ? BOLD : REGULAR;
  let thousandths = 0;
  for (const character of text) thousandths += widths[(character.codePointAt(0) as number) - 32] ?? OTHER;
  return (thousandths * size) / 1000;
}

/** Breaks at blanks and, in words too long for a line, after punctuation or else anywhere. At least one line. */
export function wrap(text: string, maxWidth: number, style: TextStyle): readonly string[] {
  const lines: string[] = [];
  let line = '';
  const fits = (candidate: string): boolean => widthOf(candidate, style) <= maxWidth;
  for (const word of text.split(/\s+/u).filter((part) => part !== '')) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (fits(joined)) {
      line = joined;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = fits(word) ? [word] : broken(word, fits);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? '';
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line];
}

/** Characters after which a long name may break: they end a part of it. */
const BREAK_AFTER = /[._\-:/,)(\]]/u;

function broken(word: string, fits: (candidate: string) => boolean): string[] {
  const pieces: string[] = [];
  let rest = [...word];
  while (rest.length > 0 && !fits(rest.join(''))) {
    let length = 1;
    while (length < rest.length && fits(rest.slice(0, length + 1).join(''))) length++;
    const natural = rest.slice(0, length).findLastIndex((character) => BREAK_AFTER.test(character)) + 1;
    const cut = natural > length / 2 ? natural : length;
    pieces.push(rest.slice(0, cut).join(''));
    rest = rest.slice(cut);
  }
  return [...pieces, rest.join('')];
}
