/**
 * What this room throws: a stable `code` and a message that says what is wrong and what to do about it.
 * A disagreement between a plan and a system is not an error but a result (`run-plan.ts`).
 */
export type TestingErrorCode =
  /** The machine uses `invoke` or `after`, or its initial snapshot cannot be computed. */
  | 'TESTING_UNSUPPORTED_MACHINE'
  /** A value that is not plain data plus bigint where data is needed (context abstraction, event, plan file). */
  | 'TESTING_NOT_PLAIN'
  /** Exploration met more states than allowed; `partial` on the error says what was found. */
  | 'TESTING_LIMIT'
  /** A guard or action of the machine threw. */
  | 'TESTING_MACHINE_THREW'
  /** A generated test saw something else than expected. */
  | 'TESTING_EXPECTATION'
  /** A step of a generated test cannot be done by its driver. */
  | 'TESTING_NOT_RUNNABLE'
  /** A machine file, model or plan that cannot be used. */
  | 'TESTING_BAD_INPUT';

export class TestingError extends Error {
  readonly code: TestingErrorCode;
  constructor(code: TestingErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'TestingError';
    this.code = code;
  }
}
