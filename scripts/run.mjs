#!/usr/bin/env node
import { refuseOldNode } from './oldNode.mjs'

refuseOldNode()
// Loaded afterwards, because an old Node cannot read it.
void import('./tasks.mjs').then((tasks) => tasks.perform(process.argv[2], process.argv.slice(3)))
