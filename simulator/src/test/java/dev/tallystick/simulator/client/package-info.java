/** The Java client and the examples against a real server. */
package dev.tallystick.simulator.client;
