/**
 * The list of payments: filtered, searched and sorted by the server, page by page, live while it shows the first page.
 */
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { grouped, shortHex } from '../names.ts';
import type { ListedPayment, ListPage } from '../payment-list.ts';
import { apiPath, useJson } from './data.ts';
import { Amount, Notice, Status, Table, When } from './widgets.tsx';

const PAGE_ROWS = 50;
/** Typing is over when nothing came for this long. */
const SEARCH_AFTER_MS = 200;

interface Filter {
  readonly status: string;
  readonly search: string;
  readonly sort: string;
  readonly order: string;
}

const NO_FILTER: Filter = { status: '', search: '', sort: 'created', order: 'newest' };

export function Payments({ node, version }: { node: string; version: number | undefined }): JSX.Element {
  const [filter, setFilter] = useState(NO_FILTER);
  /** Cursors of the pages before this one; empty on the first. */
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const change = (changed: Partial<Filter>): void => {
    setFilter({ ...filter, ...changed });
    setCursors([]);
  };
  const cursor = cursors.at(-1);
  const path = apiPath('payments', { node, ...filter, cursor, limit: PAGE_ROWS });
  const page = useJson<ListPage>(path, cursor === undefined ? version : 0);
  return (
    <section>
      <Filters filter={filter} change={change} />
      {page.state === 'failed' && <Notice kind="bad">{page.why}</Notice>}
      <Rows payments={page.value?.payments ?? []} node={node} />
      <Pager
        page={page.value}
        number={cursors.length + 1}
        back={cursors.length === 0 ? undefined : () => setCursors(cursors.slice(0, -1))}
        on={(next) => setCursors([...cursors, next])}
      />
    </section>
  );
}

function Filters({ filter, change }: { filter: Filter; change: (changed: Partial<Filter>) => void }): JSX.Element {
  const [text, setText] = useState(filter.search);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (text === filter.search) return undefined;
    const timer = setTimeout(() => change({ search: text }), SEARCH_AFTER_MS);
    return () => clearTimeout(timer);
  });
  useEffect(() => {
    const focus = (event: KeyboardEvent): void => {
      if (event.key !== '/' || event.target instanceof HTMLInputElement) return;
      event.preventDefault();
      input.current?.focus();
    };
    addEventListener('keydown', focus);
    return () => removeEventListener('keydown', focus);
  }, []);
  return (
    <form class="filters" onSubmit={(event) => event.preventDefault()}>
      <label>
        search <kbd>/</kbd>
        <input
          ref={input}
          type="search"
          value={text}
          placeholder="hash, label, destination"
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <Choice label="status" value={filter.status} options={STATUSES} choose={(status) => change({ status })} />
      <Choice label="by" value={filter.sort} options={SORTS} choose={(sort) => change({ sort })} />
      <Choice label="first" value={filter.order} options={ORDERS} choose={(order) => change({ order })} />
    </form>
  );
}

type Options = readonly (readonly [value: string, words: string])[];
const STATUSES: Options = [
  ['', 'any'],
  ['pending', 'pending'],
  ['complete', 'complete'],
  ['failed', 'failed'],
];
const SORTS: Options = [
  ['created', 'sent'],
  ['updated', 'ended'],
];
const ORDERS: Options = [
  ['newest', 'newest'],
  ['oldest', 'oldest'],
];

function Choice(props: {
  label: string;
  value: string;
  options: Options;
  choose: (value: string) => void;
}): JSX.Element {
  return (
    <label>
      {props.label}
      <select value={props.value} onChange={(event) => props.choose(event.currentTarget.value)}>
        {props.options.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}

function Rows({ payments, node }: { payments: readonly ListedPayment[]; node: string }): JSX.Element {
  if (payments.length === 0) return <Notice>No payment here.</Notice>;
  return (
    <Table label="Payments" head={['payment', 'state', 'amount msat', 'fee msat', 'to', 'label', 'sent', 'ended']}>
      {payments.map((payment) => (
        <tr key={`${payment.paymentHash}/${payment.groupid}/${payment.partid}`}>
          <td>
            <a class="hash" href={`#/payment/${node}/${payment.paymentHash}`} title={payment.paymentHash}>
              {shortHex(payment.paymentHash)}
            </a>
            {payment.partid > 0 && <span class="quiet"> part {payment.partid}</span>}
          </td>
          <td>
            <Status status={payment.status} />
          </td>
          <td class="number">
            <Amount msat={payment.amountMsat} />
          </td>
          <td class="number">
            <Amount msat={payment.feeMsat} />
          </td>
          <td>{payment.destination}</td>
          <td class="wide label">{payment.label}</td>
          <td>
            <When ms={payment.createdAtMs} />
          </td>
          <td>
            <When ms={payment.completedAtMs} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

function Pager(props: {
  page: ListPage | undefined;
  number: number;
  back: (() => void) | undefined;
  on: (next: string) => void;
}): JSX.Element {
  const { page, number, back, on } = props;
  const next = page?.next;
  return (
    <p class="pager">
      <button type="button" disabled={back === undefined} onClick={back}>
        ◀ back
      </button>
      <span>
        page {number}
        {page !== undefined &&
          page.lookedAt > page.payments.length &&
          `, ${grouped(page.lookedAt)} rows looked through`}
      </span>
      <button type="button" disabled={next === undefined} onClick={() => next !== undefined && on(next)}>
        {page !== undefined && page.payments.length < PAGE_ROWS && next !== undefined ? 'look further ▶' : 'next ▶'}
      </button>
    </p>
  );
}
