/** Whether text is well-formed Unicode: every surrogate has its other half. Keys of the database cannot tell apart texts that are not. */
const LONE_SURROGATE = /\p{Surrogate}/u;

export function isWellFormedText(text: string): boolean {
  return !LONE_SURROGATE.test(text);
}
