import { AdapterDependencies } from '../dependencies';
import { DiskStorage, DiskStorageConfig } from './disk';
import { StoragePort } from './port';
import { S3Storage, S3StorageConfig } from './s3';

export { DiskStorage, type DiskStorageConfig } from './disk';

export type StorageConfig = DiskStorageConfig | S3StorageConfig;

export function createStorage(config: StorageConfig, deps: AdapterDependencies): StoragePort {
  return 'endpoint' in config ? new S3Storage(config, deps) : new DiskStorage(config);
}
