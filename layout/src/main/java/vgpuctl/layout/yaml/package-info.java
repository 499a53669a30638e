/** YAML and JSON as documents whose values know their place. */
package vgpuctl.layout.yaml;
