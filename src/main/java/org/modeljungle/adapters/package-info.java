/**
 * What adapter files change: LoRA and its relatives in every common dialect, read as the exact change of each layer's
 * weight, scale included.
 */
package org.modeljungle.adapters;
