/** What a user imports, from the source instead of the built package. */
export * from '../../src/index.ts';
export type InspectionEventLike = { readonly type: string };
