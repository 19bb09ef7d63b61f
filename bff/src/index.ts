export { type Environment, EnvironmentError, readEnvironment } from './config/environment';
export { createServer, type Server, type ServerOptions } from './server';
