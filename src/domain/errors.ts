/**
 * Errors this project raises and the codes a JSON-RPC caller sees.
 *
 * `RpcErrorCode` values are Core Lightning's (common/jsonrpc_errors.h). A refusal a caller can expect is a value of type
 * `Refusal`; a programmer's mistake or a broken invariant throws `SendpayError` with a stable `code`. Both unions are closed,
 * and every member has its meaning here; `docs/errors.md` shows the same tables (a test compares them).
 */
export const RpcErrorCode = {
  INVALID_REQUEST: -32600,
  METHOD_NOT_FOUND: -32601,
  INVALID_PARAMS: -32602,
  PARSE_ERROR: -32700,
  LIGHTNINGD: -1,
  LIGHTNINGD_SHUTDOWN: -5,
  PAY_IN_PROGRESS: 200,
  PAY_RHASH_ALREADY_USED: 201,
  PAY_UNPARSEABLE_ONION: 202,
  PAY_DESTINATION_PERM_FAIL: 203,
  PAY_TRY_OTHER_ROUTE: 204,
  PAY_ROUTE_NOT_FOUND: 205,
  PAY_ROUTE_TOO_EXPENSIVE: 206,
  PAY_INVOICE_EXPIRED: 207,
  PAY_NO_SUCH_PAYMENT: 208,
  PAY_UNSPECIFIED_ERROR: 209,
  PAY_STOPPED_RETRYING: 210,
  PAY_STATUS_UNEXPECTED: 211,
  PAY_INVOICE_REQUEST_INVALID: 212,
  PAY_INJECTPAYMENTONION_ALREADY_PAID: 219,
  INVOICE_LABEL_ALREADY_EXISTS: 900,
  INVOICE_PREIMAGE_ALREADY_EXISTS: 901,
  INVOICE_EXPIRED_DURING_WAIT: 903,
  INVOICE_WAIT_TIMED_OUT: 904,
  INVOICE_NOT_FOUND: 905,
  INVOICE_STATUS_UNEXPECTED: 906,
  WAIT_TIMEOUT: 2000,
} as const;
export type RpcErrorCode = (typeof RpcErrorCode)[keyof typeof RpcErrorCode];

/** What each code says, and what its caller can do. */
export const RPC_ERROR_MEANINGS: Readonly<Record<keyof typeof RpcErrorCode, string>> = {
  INVALID_REQUEST: 'The request is no JSON-RPC request, or no JSON (the connection is then closed): mend the client.',
  METHOD_NOT_FOUND: 'There is no such command, or this node cannot do it: see `help`.',
  INVALID_PARAMS: 'A parameter is missing, unknown or wrong; the message names it. Nothing was done.',
  PARSE_ERROR: 'The request is not JSON. Only other servers say so; this one answers INVALID_REQUEST and closes.',
  LIGHTNINGD: 'The command failed for the reason in the message, or by a fault of ours.',
  LIGHTNINGD_SHUTDOWN: 'The node stops, or nobody waits for the answer any more; what was started goes on.',
  PAY_IN_PROGRESS:
    'The payment is on its way, or the time to wait for it passed: wait with `waitsendpay`, send nothing else.',
  PAY_RHASH_ALREADY_USED:
    'The payment_hash was paid with another amount or destination, or the part is known otherwise: it is not sent.',
  PAY_UNPARSEABLE_ONION: 'It failed with an error nobody here could read, so nobody knows where: another route may do.',
  PAY_DESTINATION_PERM_FAIL: 'The destination refused it: do not retry.',
  PAY_TRY_OTHER_ROUTE: 'It failed on the way; the place is avoided now: ask `getroute` again and retry.',
  PAY_ROUTE_NOT_FOUND: 'There is no route with these limits: give other ones, or try later.',
  PAY_ROUTE_TOO_EXPENSIVE: 'Every route costs or takes more than allowed: allow more, or try later.',
  PAY_INVOICE_EXPIRED: 'The invoice has expired: ask for a new one.',
  PAY_NO_SUCH_PAYMENT: 'Nothing was ever sent for it, so it is safe to send.',
  PAY_UNSPECIFIED_ERROR: 'It failed, and the reason was not kept; of `xpay` the message tells what was tried.',
  PAY_STOPPED_RETRYING: 'The time to retry passed without success: call again to go on.',
  PAY_STATUS_UNEXPECTED: 'The payment has another status than the one named: look with `listsendpays`.',
  PAY_INVOICE_REQUEST_INVALID: 'The invoice request is not valid.',
  PAY_INJECTPAYMENTONION_ALREADY_PAID:
    'An `xpay` of an invoice that was paid before: `listpays` has the proof. Nothing was done.',
  INVOICE_LABEL_ALREADY_EXISTS: 'Another invoice has this label: choose another.',
  INVOICE_PREIMAGE_ALREADY_EXISTS: 'Another invoice has this preimage: choose another, or none.',
  INVOICE_EXPIRED_DURING_WAIT:
    'The invoice expired while it was waited for, or the wait was given up; it is in `data`.',
  INVOICE_WAIT_TIMED_OUT: 'No invoice was paid in time: wait again from the same index.',
  INVOICE_NOT_FOUND: 'There is no invoice with this label.',
  INVOICE_STATUS_UNEXPECTED: 'The invoice has another status than the one named; `data` has both.',
  WAIT_TIMEOUT: 'The index did not move in time.',
};

/** An expected "no": what a JSON-RPC caller gets as `error`. Plain data, JSON-safe. */
export interface Refusal {
  readonly code: RpcErrorCode;
  readonly message: string;
  readonly data?: unknown;
}

/** What each code of a `SendpayError` says, and what to do about it. */
export const SENDPAY_ERRORS = {
  SENDPAY_ASSERTION: 'Two parts of this package disagree, which is a fault of ours: report it.',
  SENDPAY_BAD_ARGUMENT: 'An argument has the wrong form, or two exclude each other; the message names it.',
  SENDPAY_CASCADE: 'One command set off more events than any should: report it with the log.',
  SENDPAY_CODEC: 'A value cannot be written to the log, or text is not of its format; the message says where.',
  SENDPAY_DISK_ERROR:
    'The disk does not read or write. Look at the system log, and copy what is there before anything else; this is no damage yet.',
  SENDPAY_DISK_FULL:
    'No space is left on the disk, or the quota is used up: make room, then start again. Nothing is damaged.',
  SENDPAY_DISK_READ_ONLY:
    'The disk can only be read: mount it writable, or work on a copy elsewhere. Nothing is damaged.',
  SENDPAY_EPOCH_FILE:
    'What `--epoch-file` names is no epoch file, or lies inside the directory it watches: check the path.',
  SENDPAY_FILE_DENIED:
    'This user has no permission for a file or folder: run as its owner, or give it to this user. Nothing is damaged.',
  SENDPAY_FILE_LIMIT:
    'Too many files are open: raise the limit (`ulimit -n`), or close other programs. Nothing is damaged.',
  SENDPAY_FILE_PATH:
    'A path leads nowhere, or a file is where a folder must be (or the other way round): check the path.',
  SENDPAY_GRAPH: 'A channel does not fit the graph: mend the network it was read from.',
  SENDPAY_IMPORT: 'A log cannot be imported: the journal is not empty, or the line named is not what was exported.',
  SENDPAY_IMPURE_MACHINE: 'A machine uses what replay cannot repeat (`after`, `invoke`, spawned actors): report it.',
  SENDPAY_INSPECT_LISTEN: 'The inspector cannot listen on its port: choose another.',
  SENDPAY_INSPECT_WS: 'Transitions cannot go to such an address: give a port, or ws:// with a host of this machine.',
  SENDPAY_JOURNAL_CLOSED: 'The journal, or the node that owns it, is closed: open it again.',
  SENDPAY_JOURNAL_CONFLICT:
    'An entry does not follow the last one of its stream: there are two writers, which is a fault of ours.',
  SENDPAY_JOURNAL_DAMAGED:
    'The database is damaged at the position named. An older copy would pay again what it lacks: restore one only with its `--epoch-file`.',
  SENDPAY_JOURNAL_FAILED:
    'A write failed, so nothing more is accepted: look at the cause (disk full?), then open again.',
  SENDPAY_JOURNAL_LOCKED: 'Another process has the directory open: stop it, or talk to it over its socket.',
  SENDPAY_JOURNAL_MISSING: 'There is no database in the directory: check the path.',
  SENDPAY_JOURNAL_MISUSE: 'The journal was used against its contract: mend the caller.',
  SENDPAY_JOURNAL_ROLLED_BACK:
    'The database is an older copy, or imported, and may lack what was sent since: nothing is sent until it is opened with `--accept-rollback`.',
  SENDPAY_NETWORK_FILE: 'A network file cannot be read or is wrong; the message has the line or path.',
  SENDPAY_NETWORK_MISMATCH: 'The database belongs to another network or node: give it the one it was made with.',
  SENDPAY_READ_ONLY:
    'A payment to watch takes no events: the log moves it. Act with a command (`sendpay`, `pay`, `delpay`).',
  SENDPAY_ROUTE_QUERY: 'A route was asked for with limits no search can have; the message names them.',
  SENDPAY_RPC_ANSWER: 'An answer holds a number JSON has no word for: report it.',
  SENDPAY_RPC_CONNECT: 'Nobody answers on the socket: start the daemon, or check the path.',
  SENDPAY_RPC_SOCKET_IN_USE: 'Another process listens on the socket: stop it, or choose another path.',
  SENDPAY_RPC_SOCKET_PATH: 'The socket path is too long, or something that is no socket is there: choose another.',
  SENDPAY_STOPPED: 'The runtime stopped after the failure named as cause: open again once it is mended.',
  SENDPAY_STREAM: 'A stream of the log belongs to no actor this version knows: open it with the version that wrote it.',
  SENDPAY_STREAM_QUARANTINED:
    'The stream of one actor is damaged and set aside; all others work. `sendpay verify` says where.',
  SENDPAY_UNKNOWN_CHANNEL: 'The network has no such channel: check the short_channel_id.',
  SENDPAY_UNKNOWN_NODE: 'No such node is operated here, or is in the network: check its name or id.',
} as const satisfies Readonly<Record<`SENDPAY_${string}`, string>>;
export type SendpayErrorCode = keyof typeof SENDPAY_ERRORS;

/** Thrown errors of this project. `code` is stable (`SENDPAY_ERRORS` says what each means); `message` says what and why. */
export class SendpayError extends Error {
  readonly code: SendpayErrorCode;
  constructor(code: SendpayErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'SendpayError';
    this.code = code;
  }
}
