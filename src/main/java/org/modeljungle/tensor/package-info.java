/**
 * The engine, and the only package that touches its internals: memory scopes, device choice, gradients, Adam,
 * TorchScript written as text, schedules, one-thread workers.
 */
package org.modeljungle.tensor;
