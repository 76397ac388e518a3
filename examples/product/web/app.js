// @license MIT OR Apache-2.0
// Copyright 2024 Wei Zhang
import ring from "tinyring";
export const recent = ring(16);
