/**
 * Errors this project raises and the codes a JSON-RPC caller sees.
 *
 * `RpcErrorCode` values are Core Lightning's (common/jsonrpc_errors.h). A refusal a caller can expect is a value of type
 * `Refusal`; a programmer's mistake or a broken invariant throws `SendpayError` with a stable `code`.
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
  INVOICE_LABEL_ALREADY_EXISTS: 900,
  INVOICE_PREIMAGE_ALREADY_EXISTS: 901,
  INVOICE_EXPIRED_DURING_WAIT: 903,
  INVOICE_WAIT_TIMED_OUT: 904,
  INVOICE_NOT_FOUND: 905,
  INVOICE_STATUS_UNEXPECTED: 906,
  WAIT_TIMEOUT: 2000,
} as const;
export type RpcErrorCode = (typeof RpcErrorCode)[keyof typeof RpcErrorCode];

/** An expected "no": what a JSON-RPC caller gets as `error`. Plain data, JSON-safe. */
export interface Refusal {
  readonly code: RpcErrorCode;
  readonly message: string;
  readonly data?: unknown;
}

/** Thrown errors of this project. `code` is stable and documented in the README; `message` says what and why. */
export class SendpayError extends Error {
  readonly code: string;
  constructor(code: `SENDPAY_${string}`, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'SendpayError';
    this.code = code;
  }
}
