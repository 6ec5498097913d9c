package wire_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/core/internal/wire"
)

func TestReadsWhatWasWritten(t *testing.T) {
	var e wire.Encoder
	e.Uvarint(0)
	e.Uvarint(127)
	e.Uvarint(math.MaxUint64)
	e.Varint(math.MinInt64)
	e.Varint(-1)
	e.U8(7)
	e.U32(0xdeadbeef)
	e.U64(math.MaxUint64 - 1)
	e.String("")
	e.String("日本語")
	e.Bytes([]byte{1, 2})
	e.Raw([]byte("abc"))
	e.String("end")

	d := wire.New(e.B)
	require.Equal(t, uint64(0), d.Uvarint())
	require.Equal(t, uint64(127), d.Uvarint())
	require.Equal(t, uint64(math.MaxUint64), d.Uvarint())
	require.Equal(t, int64(math.MinInt64), d.Varint())
	require.Equal(t, int64(-1), d.Varint())
	require.Equal(t, uint8(7), d.U8())
	require.Equal(t, uint32(0xdeadbeef), d.U32())
	require.Equal(t, uint64(math.MaxUint64-1), d.U64())
	require.Equal(t, "", d.String())
	require.Equal(t, "日本語", d.String())
	require.Equal(t, []byte{1, 2}, d.Bytes())
	require.Equal(t, []byte("abc"), d.Raw(3))
	require.ErrorIs(t, d.Done(), wire.ErrRest)
	require.Equal(t, "end", d.String())
	require.NoError(t, d.Done())
}

func TestTheFirstErrorSticks(t *testing.T) {
	d := wire.New([]byte{5, 'a', 'b'})
	require.Equal(t, "", d.String())
	require.ErrorIs(t, d.Err(), wire.ErrShort)
	require.Zero(t, d.Uvarint())
	require.Nil(t, d.Raw(0))
	require.Empty(t, d.Rest())
	require.ErrorIs(t, d.Done(), wire.ErrShort)
}

func TestACountIsBoundedByTheInput(t *testing.T) {
	var e wire.Encoder
	e.Uvarint(1 << 60)
	d := wire.New(append(e.B, make([]byte, 100)...))
	require.Zero(t, d.Count(1))
	require.ErrorIs(t, d.Err(), wire.ErrShort)

	require.Equal(t, 2, wire.New([]byte{2, 0, 0, 0, 0}).Count(2))
	require.Equal(t, 0, wire.New([]byte{3, 0, 0, 0, 0}).Count(2))
}

func TestANumberTooLongIsAnError(t *testing.T) {
	d := wire.New([]byte{255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1})
	d.Uvarint()
	require.ErrorIs(t, d.Err(), wire.ErrValue)
}

func TestASealShowsEveryChange(t *testing.T) {
	sealed := wire.Seal([]byte("some bytes"))
	body, err := wire.Unseal(sealed)
	require.NoError(t, err)
	require.Equal(t, "some bytes", string(body))
	for i := range sealed {
		for bit := range 8 {
			sealed[i] ^= 1 << bit
			_, err := wire.Unseal(sealed)
			require.ErrorIs(t, err, wire.ErrSum)
			sealed[i] ^= 1 << bit
		}
	}
	_, err = wire.Unseal([]byte{1, 2, 3})
	require.ErrorIs(t, err, wire.ErrShort)
}

func FuzzDecoder(f *testing.F) {
	f.Add([]byte{}, []byte{})
	f.Add([]byte{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, []byte{1, 0, 200, 3, 3, 'a', 'b', 'c'})
	f.Fuzz(func(t *testing.T, ops, input []byte) {
		d := wire.New(input)
		for _, op := range ops {
			before := len(d.Rest())
			switch op % 9 {
			case 0:
				d.Uvarint()
			case 1:
				d.Varint()
			case 2:
				d.U8()
			case 3:
				d.U32()
			case 4:
				d.U64()
			case 5:
				require.LessOrEqual(t, len(d.String()), before)
			case 6:
				require.LessOrEqual(t, len(d.Bytes()), before)
			case 7:
				require.LessOrEqual(t, d.Count(3)*3, before)
			case 8:
				d.Raw(int(int8(op)))
			}
			require.LessOrEqual(t, len(d.Rest()), before)
			if d.Err() != nil {
				require.Empty(t, d.Rest())
			}
		}
	})
}
