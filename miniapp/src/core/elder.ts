import { read, write } from './storage';
import { createStore, useStore } from './store';

const KEY = 'elder';
const elder = createStore(false);

/** 大字版: larger type and controls on every page. */
export const useElderMode = () => useStore(elder);

export function setElderMode(on: boolean): void {
  write(KEY, on);
  elder.set(on);
}

export const restoreElderMode = () => elder.set(read<boolean>(KEY) === true);
