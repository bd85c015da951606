// Nodes of TensorFlow's graphs and their attributes.
import { isObject, type JsonObject } from '../keras/config.ts';

export interface GraphNode {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly string[];
  readonly attributes: JsonObject;
}

export const flag = ({ attributes }: GraphNode, name: string): boolean => {
  const value = attributes[name];
  return isObject(value) && value.b === true;
};

export const int = ({ attributes }: GraphNode, name: string, otherwise: number): number => {
  const value = attributes[name];
  return isObject(value) && value.i !== undefined ? Number(value.i) : otherwise;
};

export const ints = ({ attributes }: GraphNode, name: string): number[] => {
  const value = attributes[name];
  const list = isObject(value) && isObject(value.list) ? value.list.i : undefined;
  return Array.isArray(list) ? list.map(Number) : [];
};

/** Text is written in base 64. */
export const text = ({ attributes }: GraphNode, name: string): string => {
  const value = attributes[name];
  return isObject(value) && typeof value.s === 'string' ? Buffer.from(value.s, 'base64').toString('utf8') : '';
};

export const texts = ({ attributes }: GraphNode, name: string): string[] => {
  const value = attributes[name];
  const list = isObject(value) && isObject(value.list) ? value.list.s : undefined;
  return Array.isArray(list) ? list.map((one) => Buffer.from(String(one), 'base64').toString('utf8')) : [];
};

export const float = ({ attributes }: GraphNode, name: string, otherwise: number): number => {
  const value = attributes[name];
  return isObject(value) && typeof value.f === 'number' ? value.f : otherwise;
};
