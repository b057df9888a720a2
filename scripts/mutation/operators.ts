/**
 * The careless changes that are tried on a source file: each replaces one expression or statement by another.
 *
 * | operator    | the change                                                                                      |
 * |-------------|-------------------------------------------------------------------------------------------------|
 * | `boundary`  | `<` for `<=`, `>` for `>=`, and back                                                            |
 * | `negate`    | a comparison means its opposite; a `!` is gone                                                  |
 * | `condition` | an `if`, `?:` or `while` is always true, or never                                               |
 * | `logical`   | one side of `&&`, `||` or `??` is gone                                                          |
 * | `bound`     | `Math.max`/`Math.min` is only one of its arguments                                              |
 * | `arithmetic`| `+` for `-`, `*` for `/`, and back                                                              |
 * | `constant`  | a number is one more, a boolean its opposite, a word empty                                      |
 * | `forget`    | a call, assignment, `delete`, `break`, `continue` or early `return;` is not made                |
 * | `list`      | a list or what is spread into one is empty; `filter`, `sort`, `slice`, `reverse`, `map` is gone |
 * | `quantifier`| `some` for `every`, and back                                                                    |
 * | `case`      | a `case` never matches                                                                          |
 * | `field`     | a field of an object is not set                                                                 |
 *
 * Invariant: the same text gives the same changes in the same order; each leaves text that parses. Types, imports, messages
 * and names are left alone.
 */
import { type Node, type SourceFile, SyntaxKind } from 'typescript/unstable/ast';
import * as is from 'typescript/unstable/ast/is';

export type Operator =
  | 'boundary'
  | 'negate'
  | 'condition'
  | 'logical'
  | 'bound'
  | 'arithmetic'
  | 'constant'
  | 'forget'
  | 'list'
  | 'quantifier'
  | 'case'
  | 'field';

/** How the place of a change can be written so that it is chosen at run time. */
export type Place = 'expression' | 'statement' | 'property';

export interface Change {
  readonly operator: Operator;
  readonly place: Place;
  /** Offsets into the text of what is replaced. */
  readonly start: number;
  readonly end: number;
  /** What stands there instead; nothing, for a statement or field that is gone. */
  readonly instead: string;
}

type Note = (operator: Operator, node: Node, instead: string, place?: Place) => void;

export function changesOf(tree: SourceFile): readonly Change[] {
  const changes: Change[] = [];
  const known = new Set<string>();
  const note: Note = (operator, node, instead, place = 'expression') => {
    const change = { operator, place, start: node.getStart(), end: node.end, instead };
    const same = `${change.start}-${change.end}: ${instead}`;
    if (!known.has(same)) changes.push(change);
    known.add(same);
  };
  const visit = (node: Node): void => {
    if (isLeftAlone(node)) return;
    for (const look of LOOKS) look(node, note);
    node.forEachChild(visit);
  };
  tree.forEachChild(visit);
  return changes;
}

/** Types, imports and exports of others; what only words a message. */
function isLeftAlone(node: Node): boolean {
  return (
    is.isTypeNode(node) ||
    is.isImportDeclaration(node) ||
    is.isExportDeclaration(node) ||
    is.isInterfaceDeclaration(node) ||
    is.isTypeAliasDeclaration(node) ||
    is.isTypeParameterDeclaration(node)
  );
}

const BOUNDARIES: Readonly<Record<string, string>> = { '<': '<=', '<=': '<', '>': '>=', '>=': '>' };
const OPPOSITES: Readonly<Record<string, string>> = {
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
  '===': '!==',
  '!==': '===',
};
const ARITHMETIC: Readonly<Record<string, string>> = { '+': '-', '-': '+', '*': '/', '/': '*', '%': '*' };
const ASSIGNED: Readonly<Record<string, string>> = { '+=': '-=', '-=': '+=' };
const QUANTIFIERS: ReadonlyMap<string, string> = new Map([
  ['some', 'every'],
  ['every', 'some'],
]);
/** Methods that can be left out of a chain. */
const LEFT_OUT = new Set(['filter', 'sort', 'toSorted', 'slice', 'reverse', 'toReversed']);
const ONE_OF_ITS_ARGUMENTS = new Set(['Math.max', 'Math.min']);
/** A word: a value that programs compare, not a text that people read. */
const WORD = /^'[\w.:-]+'$/;

const LOOKS: readonly ((node: Node, note: Note) => void)[] = [
  comparisons,
  negations,
  conditions,
  sides,
  bounds,
  arithmetic,
  constants,
  forgotten,
  lists,
  quantifiers,
  cases,
  fields,
];

function comparisons(node: Node, note: Note): void {
  if (!is.isBinaryExpression(node)) return;
  const { left, right, operatorToken } = node;
  const operator = operatorToken.getText();
  const boundary = BOUNDARIES[operator];
  const opposite = OPPOSITES[operator];
  if (boundary !== undefined) note('boundary', node, `${left.getText()} ${boundary} ${right.getText()}`);
  if (opposite !== undefined && !isCondition(node))
    note('negate', node, `${left.getText()} ${opposite} ${right.getText()}`);
}

function negations(node: Node, note: Note): void {
  if (is.isPrefixUnaryExpression(node) && node.operator === SyntaxKind.ExclamationToken && !isCondition(node))
    note('negate', node, node.operand.getText());
}

function conditions(node: Node, note: Note): void {
  if (!isCondition(node)) return;
  note('condition', node, 'false');
  // A loop that never ends says nothing but that it ran.
  if (!is.isWhileStatement(node.parent)) note('condition', node, 'true');
}

/** true if all that matters of the expression is whether it is true, for a statement or `?:`. */
function isCondition(node: Node): boolean {
  const { parent } = node;
  if (is.isIfStatement(parent) || is.isWhileStatement(parent)) return parent.expression === node;
  return is.isConditionalExpression(parent) && parent.condition === node;
}

function sides(node: Node, note: Note): void {
  if (!is.isBinaryExpression(node)) return;
  const operator = node.operatorToken.getText();
  if (operator !== '&&' && operator !== '||' && operator !== '??') return;
  note('logical', node, node.left.getText());
  note('logical', node, node.right.getText());
}

function bounds(node: Node, note: Note): void {
  if (!is.isCallExpression(node) || !ONE_OF_ITS_ARGUMENTS.has(node.expression.getText())) return;
  for (const argument of node.arguments) if (!is.isSpreadElement(argument)) note('bound', node, argument.getText());
}

function arithmetic(node: Node, note: Note): void {
  if (!is.isBinaryExpression(node)) return;
  const { left, right } = node;
  const operator = node.operatorToken.getText();
  const assigned = ASSIGNED[operator];
  if (assigned !== undefined) note('arithmetic', node, `${left.getText()} ${assigned} ${right.getText()}`);
  const other = ARITHMETIC[operator];
  if (other === undefined || isText(left) || isText(right)) return;
  note('arithmetic', node, `${left.getText()} ${other} ${right.getText()}`);
}

function isText(node: Node): boolean {
  if (is.isBinaryExpression(node)) return isText(node.left) || isText(node.right);
  return is.isStringLiteral(node) || is.isTemplateExpression(node) || is.isNoSubstitutionTemplateLiteral(node);
}

function constants(node: Node, note: Note): void {
  if (isName(node)) return;
  if (is.isNumericLiteral(node) && /^(0x[\da-f]+|[\d_.]+)$/i.test(node.getText()))
    note('constant', node, `${node.getText()} + 1`);
  else if (is.isBigIntLiteral(node) && /^[\d_]+n$/.test(node.getText()))
    note('constant', node, `${node.getText()} + 1n`);
  else if (node.kind === SyntaxKind.TrueKeyword) note('constant', node, 'false');
  else if (node.kind === SyntaxKind.FalseKeyword) note('constant', node, 'true');
  else if (is.isStringLiteral(node) && WORD.test(node.getText()) && isValue(node)) note('constant', node, `''`);
}

/** A word that is handed on; one that is compared is changed with the comparison. */
function isValue(node: Node): boolean {
  const { parent } = node;
  if (is.isPropertyAssignment(parent)) return parent.initializer === node && parent.name.getText() !== 'type';
  return is.isReturnStatement(parent) || is.isConditionalExpression(parent) || is.isArrowFunction(parent);
}

/** Names of fields and members look like literals. */
function isName(node: Node): boolean {
  const { parent } = node as { readonly parent: Node & { readonly name?: Node } };
  return parent.name === node || is.isComputedPropertyName(parent) || is.isExternalModuleReference(parent);
}

function forgotten(node: Node, note: Note): void {
  if (is.isExpressionStatement(node)) {
    const text = node.getText();
    if (!text.startsWith('super(') && !text.startsWith("'")) note('forget', node, '', 'statement');
  } else if (is.isContinueStatement(node) || (is.isBreakStatement(node) && !isLastOfCase(node)))
    note('forget', node, '', 'statement');
}

/** Falling through into the next case is a mistake the compiler finds. */
function isLastOfCase(node: Node): boolean {
  return is.isCaseClause(node.parent) || is.isDefaultClause(node.parent);
}

function lists(node: Node, note: Note): void {
  if (is.isArrayLiteralExpression(node) && node.elements.length > 0 && !isTarget(node)) note('list', node, '[]');
  if (is.isSpreadElement(node)) note('list', node.expression, '[]');
  if (is.isSpreadAssignment(node)) note('field', node.expression, '{}');
  if (!is.isCallExpression(node) || !is.isPropertyAccessExpression(node.expression)) return;
  const { name, expression } = node.expression;
  const isChained = node.expression.getText().includes('?.');
  if (LEFT_OUT.has(name.getText()) && !isChained && !is.isExpressionStatement(node.parent))
    note('list', node, expression.getText());
}

/** A list that is assigned to is a pattern, not a value. */
function isTarget(node: Node): boolean {
  return (is.isBinaryExpression(node.parent) && node.parent.left === node) || is.isForOfStatement(node.parent);
}

function quantifiers(node: Node, note: Note): void {
  if (!is.isCallExpression(node) || !is.isPropertyAccessExpression(node.expression)) return;
  const other = QUANTIFIERS.get(node.expression.name.getText());
  if (other === undefined || node.expression.getText().includes('?.')) return;
  const handed = node.arguments.map((argument) => argument.getText()).join(', ');
  note('quantifier', node, `${node.expression.expression.getText()}.${other}(${handed})`);
}

function cases(node: Node, note: Note): void {
  if (is.isCaseClause(node)) note('case', node.expression, 'Symbol()');
}

function fields(node: Node, note: Note): void {
  if ((is.isPropertyAssignment(node) || is.isShorthandPropertyAssignment(node)) && !isPattern(node.parent))
    note('field', node, '', 'property');
}

/** `({ a } = b)` takes apart; nothing is set. */
function isPattern(node: Node): boolean {
  return is.isBinaryExpression(node.parent) && node.parent.left === node;
}
