#!/usr/bin/env node
import { refuseOldNode } from './oldNode.mjs'

refuseOldNode()
// Loaded afterwards, because an old Node cannot read it.
void import('./launch.mjs').then((launch) => launch.start(process.argv.slice(2)))
