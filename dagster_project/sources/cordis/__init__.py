"""CORDIS: research projects funded by the European Union, and who takes part in them."""
