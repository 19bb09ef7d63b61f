import { Configuration } from '@midwayjs/core';
import * as koa from '@midwayjs/koa';
import DefaultConfig from './config/config.default';

/** Midway's entry. The platform's singletons are made by `server.ts` and registered before Midway starts. */
@Configuration({
  imports: [koa],
  importConfigs: [{ default: DefaultConfig }],
})
export class MainConfiguration {}
