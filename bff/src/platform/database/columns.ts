import { Column, type ColumnOptions, PrimaryColumn } from 'typeorm';

type Options = Pick<ColumnOptions, 'nullable' | 'name'>;

const numeric = {
  to: (value: number | null | undefined) => value,
  from: (value: string | number | null) => (value === null ? null : Number(value)),
};

const json = {
  to: (value: unknown) => (value === undefined || value === null ? value : JSON.stringify(value)),
  from: (value: string | null) => (value === null ? null : JSON.parse(value)),
};

const flag = {
  to: (value: boolean | null | undefined) => (typeof value === 'boolean' ? Number(value) : value),
  from: (value: number | null) => (value === null ? null : value !== 0),
};

/** Primary key, a ULID from `newId()`. With a composite key, put it on each part. */
export const Id = (options: Options = {}): PropertyDecorator =>
  PrimaryColumn({ type: 'varchar', length: 26, name: options.name });

/** Another row's id. */
export const Ref = (options: Options = {}): PropertyDecorator => Column({ type: 'varchar', length: 26, ...options });

/** Short text, at most `length` characters; can be part of an index. */
export const Text = (length: number, options: Options = {}): PropertyDecorator =>
  Column({ type: 'varchar', length, ...options });

/** UTC milliseconds, a number in code. */
export const Ms = (options: Options = {}): PropertyDecorator =>
  Column({ type: 'bigint', transformer: numeric, ...options });

/** Money in fen (分), a whole number in code. */
export const Fen = (options: Options = {}): PropertyDecorator =>
  Column({ type: 'bigint', transformer: numeric, ...options });

/** Whole number up to 2^31. */
export const Int = (options: Options = {}): PropertyDecorator => Column({ type: 'int', ...options });

/** Boolean in code, 0 or 1 in the database. */
export const Flag = (options: Options = {}): PropertyDecorator =>
  Column({ type: 'smallint', transformer: flag, ...options });

/** Any JSON value, stored as text; never personal data. */
export const Json = (options: Options = {}): PropertyDecorator =>
  Column({ type: 'text', transformer: json, ...options });

/** Output of `FieldCipher`; the service encrypts and decrypts, the entity keeps the cipher text. */
export const Cipher = (options: Options = {}): PropertyDecorator => Column({ type: 'text', ...options });
