import { z } from 'zod';
import { readinessIds } from '../engine/readiness';
import { caseStateIds } from '../engine/states';
import { searchText } from './case-search';
import { id, idParams } from './common';
import { nothing } from './limits';
import { route } from './route';
import { savedVersion } from './versions';

const tag = '机构 enterprise';
const access = ['institution-clerk'] as const;
const often = { times: 30, perMs: 60_000, by: 'subject', perDay: 3000 } as const;

/** Largest spreadsheet (表格), in bytes. */
export const sheetLimitBytes = 5 * 1024 * 1024;
/** Most rows below the header, also of what is exported. */
export const sheetRowLimit = 10_000;
/** Media type of .xlsx. */
export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Which step of which business a spreadsheet fills in. */
const stepQuery = z.strictObject({ businessId: z.string().max(60), step: z.string().max(60) });

/** What is wrong in a row. */
export const sheetFault = z.strictObject({
  /** As the spreadsheet numbers it, from 1. */
  row: z.number().int(),
  /** Header of the column; empty if the whole row is meant. */
  column: z.string(),
  message: z.string(),
});
export type SheetFault = z.output<typeof sheetFault>;

/** What a spreadsheet says about one case: a row, or several with one party each. */
export const sheetItem = z.strictObject({
  /** As the spreadsheet numbers them, from 1. */
  rows: z.array(z.number().int()).min(1),
  /** Location of the unit; what was typed if no case was found. */
  about: z.string(),
  caseId: id.nullable(),
  acceptanceNumber: z.string().nullable(),
  /** People in these rows, e.g. 陈海波、林小珍. */
  people: z.string(),
  /** The step had been filled in before and will be replaced. */
  replaces: z.boolean(),
  /** Which saving of the step would be replaced; 0 if there is none. */
  version: savedVersion,
  /** Content of the step, ready for a `fill` batch; null if there are faults. */
  data: z.record(z.string(), z.unknown()).nullable(),
  faults: z.array(sheetFault),
});
export type SheetItem = z.output<typeof sheetItem>;

export const sheetPreview = z.strictObject({
  /** Name of the sheet that was read, and of others that were not. */
  sheet: z.string(),
  otherSheets: z.array(z.string()),
  /** Rows with something in them. */
  rows: z.number().int(),
  /** Filled rows and columns that are hidden (by hand, by a filter) and were read all the same. */
  hiddenRows: z.array(z.number().int()),
  hiddenColumns: z.array(z.string()),
  /** Cases that can be filled in, and those (or rows without a case) that cannot. */
  good: z.number().int(),
  faulty: z.number().int(),
  /** Cases left as the template gave them. */
  untouched: z.number().int(),
  items: z.array(sheetItem),
});
export type SheetPreview = z.output<typeof sheetPreview>;

/** The bytes as they are, or `multipart/form-data` with exactly one file. Nothing is kept. */
const uploaded = {
  access,
  tag,
  upload: true,
  weighs: 'spends',
  query: stepQuery,
  // Room for the frame of a multipart body.
  bodyLimitBytes: sheetLimitBytes + 16 * 1024,
  bodyTooLarge: 'SHEET_TOO_LARGE',
  limit: often,
  errors: [
    'BUSINESS_UNKNOWN',
    'STEP_UNKNOWN',
    'FILE_NOT_ONE',
    'FILE_NAME_INVALID',
    'SHEET_UNREADABLE',
    'SHEET_TOO_LARGE',
    'SHEET_COLUMNS',
    'SHEET_TOO_COMPLEX',
    'UPLOADS_BUSY',
    'UPLOADS_YOURS_BUSY',
    'UPLOAD_TOO_SLOW',
  ],
} as const;

export const sheetRoutes = {
  template: route({
    method: 'GET',
    path: '/api/enterprise/sheets/template',
    access,
    tag,
    weighs: nothing.own,
    summary: '下载填写模板（.xlsx），已填好等待这一步的办件',
    raw: true,
    download: true,
    /** `batch`: only the cases that this batch has opened. */
    query: stepQuery.extend({ batch: id.optional() }),
    limit: often,
    errors: ['BUSINESS_UNKNOWN', 'STEP_UNKNOWN'],
  }),
  preview: route({
    ...uploaded,
    method: 'POST',
    path: '/api/enterprise/sheets/preview',
    reads: true,
    summary: '逐行核对填好的表格，不写入',
    reply: sheetPreview,
  }),
  faults: route({
    ...uploaded,
    method: 'POST',
    path: '/api/enterprise/sheets/faults',
    reads: true,
    summary: '取回表格里有问题的行（.xlsx），原样加上“问题”一列',
    raw: true,
    download: true,
  }),
  workList: route({
    method: 'POST',
    path: '/api/enterprise/cases/xlsx',
    reads: true,
    access,
    tag,
    weighs: 'spends',
    summary: `导出业务列表（.xlsx，最多 ${sheetRowLimit} 件）`,
    raw: true,
    download: true,
    body: z.strictObject({
      businessId: z.string().max(60).optional(),
      state: z.enum(caseStateIds).optional(),
      readiness: z.enum(readinessIds).optional(),
      /** As for `enterprise.find`. */
      text: searchText.optional(),
    }),
    limit: often,
  }),
  schedule: route({
    method: 'GET',
    path: '/api/enterprise/schedules/:id/xlsx',
    access,
    tag,
    weighs: nothing.own,
    summary: '登记结果明细表（.xlsx）',
    params: idParams,
    raw: true,
    download: true,
    errors: ['NOT_FOUND'],
  }),
};
