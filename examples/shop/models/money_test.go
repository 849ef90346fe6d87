package models

import "testing"

func TestMoneyReadsWhatDriversReturn(t *testing.T) {
	for _, c := range []struct {
		src  any
		want Money
	}{
		{"12.50", 1250},
		{"-0.07", -7},
		{[]byte("3"), 300},
		{"4.5", 450},
		{int64(12), 1200},
		{float64(19.99), 1999},
		{nil, 0},
	} {
		got := Money(-1)
		if err := got.Scan(c.src); err != nil || got != c.want {
			t.Errorf("Scan(%#v) gives %d, %v, want %d", c.src, got, err, c.want)
		}
	}
}

func TestMoneyRefusesWhatIsNoAmount(t *testing.T) {
	for _, src := range []any{"twelve", "1.005", "", true} {
		var got Money
		if err := got.Scan(src); err == nil {
			t.Errorf("Scan(%#v) gives %d, want an error", src, got)
		}
	}
}

func TestMoneyWritesTwoDecimals(t *testing.T) {
	for amount, want := range map[Money]string{0: "0.00", 7: "0.07", 1250: "12.50", -105: "-1.05"} {
		if got, _ := amount.Value(); got != want {
			t.Errorf("Value of %d cents is %q, want %q", int64(amount), got, want)
		}
	}
}
